using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Says to which schemes a break of a file belongs, and to whose people (差异归属).</summary>
/// <remarks>
/// Those that its loan is enrolled in. A loan in none, or that only the bank has, is of the schemes that the file speaks of: those that the
/// bank enrolled loans of its days in, else any loan; and if the bank has none, of all.
/// </remarks>
public sealed class SchemesOfBreaks(BankFileRow file, IReadOnlyList<SchemeRow> schemes, IReadOnlyList<EnrolmentRow> enrolments)
{
    private readonly ILookup<string, string> _ofLoan = enrolments.ToLookup(e => e.Number, e => e.Scheme, StringComparer.Ordinal);
    private readonly string[] _ofFile = Some(enrolments.Where(e => file.FromDay <= e.DisbursedOn && e.DisbursedOn <= file.UntilDay).Select(e => e.Scheme))
        ?? Some(enrolments.Select(e => e.Scheme)) ?? [.. schemes.Select(s => s.Code).Order(StringComparer.Ordinal)];
    private readonly Dictionary<string, string> _owners = schemes.ToDictionary(s => s.Code, s => s.Owner, StringComparer.Ordinal);

    public (string[] Schemes, string[] Pools) Of(FoundBreak found)
    {
        var own = found.Scheme is { } one ? [one] : Some(_ofLoan[found.Number]) ?? _ofFile;
        return (own, Some(own.Select(code => _owners[code])) ?? []);
    }

    /// <summary>Each once, in order; null where there are none.</summary>
    private static string[]? Some(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } some ? some : null;
}
