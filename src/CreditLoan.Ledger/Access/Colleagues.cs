using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Access;

/// <summary>Somebody of the viewer's own office (同事).</summary>
/// <param name="Works">Not locked.</param>
public sealed record Colleague(string Id, string Name, bool Works, string[] Roles);

/// <summary>The people of an office, for pages that name them or hand work to them.</summary>
public sealed class Colleagues(Reader reader)
{
    public async Task<Office> Of(Viewer viewer) => new(await reader.Rows<Colleague>(viewer, $"select * from colleague order by name, id"));

    /// <summary>Everybody of one office.</summary>
    public sealed record Office(IReadOnlyList<Colleague> People)
    {
        public static readonly Office Nobody = new([]);

        public IEnumerable<Colleague> Working => People.Where(p => p.Works);

        /// <summary>The name behind an id; null where it belongs to nobody of this office.</summary>
        public string? NameOf(string id) => People.FirstOrDefault(p => p.Id == id)?.Name;
    }
}
