using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Portal.Models;

namespace CreditLoan.Portal.Tests.Models;

public class Approvals_on_the_card
{
    private static readonly DateOnly Day = new(2026, 8, 19);
    private static readonly Institution Bank = new(TenantKind.Bank, "LJ01"), Bureau = new(TenantKind.Bureau, "");

    /// <summary>Sent back after one approval, so the first evidence belongs to an approval that no longer counts; the newest is not sealed yet.</summary>
    [Fact]
    public void Each_have_the_number_that_was_sealed_for_them()
    {
        StoredEvent[] history =
        [
            Happened("he", Role.BankApprover, "LJ01", new ModelProjectEvent.Approved(new ModelApproval("he", Bank, Day))),
            Happened("liang", Role.BureauLeader, "", new ModelProjectEvent.SentBack("liang", "区间太宽", Day.AddDays(1))),
            Happened("he", Role.BankApprover, "LJ01", new ModelProjectEvent.Approved(new ModelApproval("he", Bank, Day.AddDays(2)))),
            Happened("liang", Role.BureauLeader, "", new ModelProjectEvent.Approved(new ModelApproval("liang", Bureau, Day.AddDays(3)))),
            Happened("liang", Role.BureauLeader, "", new ModelProjectEvent.Released(new ModelProjectId("MX1"), Day.AddDays(5))),
        ];

        var acts = ModelAct.Of(history, [Leaf(4, "model-approved"), Leaf(9, "model-approved"), Leaf(12, "model-released")], bank => $"银行 {bank}");

        Assert.Equal(
        [
            new ModelAct("批准", "银行 LJ01", "he", Day, "model-approved", "CZ-4"),
            new ModelAct("退回", "金融局", "liang", Day.AddDays(1), null, null),
            new ModelAct("批准", "银行 LJ01", "he", Day.AddDays(2), "model-approved", "CZ-9"),
            new ModelAct("批准", "金融局", "liang", Day.AddDays(3), "model-approved", null),
            new ModelAct("生效", "金融局", "liang", Day.AddDays(5), "model-released", "CZ-12"),
        ], acts);
    }

    private static StoredEvent Happened(string who, Role role, string tenant, ModelProjectEvent fact) =>
        new(1, "model-project/MX1", "model-project", 1, "", DateTimeOffset.UnixEpoch, new EventHeaders(who, role.ToString(), tenant, Day, "test"), fact);

    private static EvidenceLeaf Leaf(long index, string kind) => new(index, $"CZ-{index}", DateTimeOffset.UnixEpoch, kind, "MX1", [], null, null);
}
