using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;

namespace CreditLoan.Ledger.BankClients;

/// <summary>Banks' systems and their keys: a bank sees its own, a security administrator all.</summary>
public sealed class BankClientQueries(Reader reader)
{
    public Task<IReadOnlyList<BankClientRow>> All(Viewer viewer) => reader.Rows<BankClientRow>(viewer, $"select * from bank_client_book order by client");
}
