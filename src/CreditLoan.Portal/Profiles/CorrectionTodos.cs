using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Profiles;

/// <summary>Tells a bank that tags it had read were put right: a decision that rested on them is to be looked at again.</summary>
public sealed class CorrectionTodos(ProfileQueries profiles, TimeProvider clock) : TodoSource
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    public override IReadOnlyCollection<Role> For { get; } = [Role.BankOfficer, Role.BankApprover];

    public override async Task<IReadOnlyList<Todo>> Of(Viewer viewer, DateOnly today) =>
        [.. (await profiles.Corrections(viewer, clock.GetUtcNow() - Recent)).Select(c => new Todo(
            "画像有更正，请复核", $"{c.Name}：{string.Join('、', c.Tags.Select(t => Domain.Profiles.Tags.Find(t)?.Name ?? t))}", null, null, "查看", $"/bank/profiles/{c.Enterprise}"))];
}
