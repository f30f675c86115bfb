using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;

namespace CreditLoan.Ledger.Models;

/// <summary>Reads modelling projects: a bank its own, the bureau and the platform all.</summary>
public sealed class ModelProjectQueries(Reader reader)
{
    /// <summary>What waits for somebody first, then what is in force, then what is over; the newest first.</summary>
    public Task<IReadOnlyList<ModelProjectRow>> All(Viewer viewer) => reader.Rows<ModelProjectRow>(viewer, $"""
        select * from model_project_book
        order by case stage when 'InForce' then 1 when 'Withdrawn' then 2 else 0 end, proposed_on desc, project
        """);

    public Task<ModelProjectRow?> Find(Viewer viewer, ModelProjectId project) =>
        reader.Row<ModelProjectRow>(viewer, $"select * from model_project_book where project = {project}");
}
