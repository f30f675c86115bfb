using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Bureau;

/// <summary>Who stands behind a counted loan.</summary>
public sealed record NamedLoan(BankCode Bank, string Number, EnterpriseCode Enterprise, string? Name);

/// <summary>The one way in which the bureau learns a name (凭理由查看名称): one statement that writes the audit row and answers.</summary>
public sealed class LoanNames(Database database)
{
    /// <summary>The refusal, or the name; neither where no loan has the fingerprint.</summary>
    public async Task<(Refusal? Why, NamedLoan? Loan)> Tell(Actor by, string fingerprint, NameRequest request, DateOnly today, CancellationToken stop = default)
    {
        if (request.Why(by.Role) is { } why) return (why, null);
        var reason = $"{request.Reason}: {request.About.Trim()}";
        await using var connection = await database.ReaderSource.OpenConnectionAsync(stop);
        var told = await Reader.Rows<NamedLoan>(connection, $"""
            select bank, number, enterprise, name from name_loan({fingerprint}, {by.Account}, {by.Role.ToString()}, {by.Tenant}, {reason}, {today})
            """, stop);
        return (null, told.Count == 0 ? null : told[0]);
    }
}
