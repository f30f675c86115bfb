namespace CreditLoan.Files;

/// <summary>How large a file may be before it is refused (文件上限); sizes are bytes.</summary>
/// <param name="MaxBytes">The file as it arrives.</param>
/// <param name="MaxUnpackedBytes">A workbook's parts after unpacking, all together.</param>
/// <param name="MaxRatio">Unpacked over packed size of one part; a higher one is a zip bomb. Parts under 1 MiB are not measured.</param>
/// <param name="MaxRows">Rows below the header: as many as a sheet of Excel holds.</param>
/// <param name="MaxColumns">Cells in one row.</param>
/// <param name="MaxFieldLength">Characters in one cell.</param>
/// <param name="MaxFaults">How many faults are listed; the others are only counted.</param>
public sealed record FileLimits(
    int MaxBytes = 64 << 20,
    long MaxUnpackedBytes = 512L << 20,
    int MaxRatio = 200,
    int MaxRows = 1_048_575,
    int MaxColumns = 200,
    int MaxFieldLength = 4_000,
    int MaxFaults = 1_000)
{
    public static readonly FileLimits Standard = new();
}
