using System.Runtime.InteropServices;

namespace CreditLoan.Ledger;

/// <summary>Makes a file with a key that only its owner can read, whole or not at all, and only once (密钥文件).</summary>
internal static class KeyFile
{
    /// <summary>Writes it where there is none; of several processes that start at once the first one's stays.</summary>
    /// <exception cref="IOException">The folder takes no file.</exception>
    public static void Make(string path, ReadOnlySpan<byte> content)
    {
        // Written aside and then linked: a link, other than a move, never takes the place of a file that another process has just made.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(draft, FileMode.CreateNew))
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        var error = Link(draft, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        File.Delete(draft);
        if (error != 0 && !File.Exists(path)) throw new IOException($"{path} could not be made: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(string existing, string made);
}
