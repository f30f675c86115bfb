using CreditLoan.Domain;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Portal.Consents;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Demands;

/// <summary>What came of applying to one bank.</summary>
/// <param name="ToSign">The consent that goes with it waits for the signer's passkey or SM2 key.</param>
public sealed record Applied(ProductRow Product, CreditLineId Line, Outcome Answer, bool ToSign = false);

/// <summary>Sends an application to each bank that was chosen: first the consent, where that bank was given one, then the need and the new line in one change.</summary>
public sealed class ApplyDesk(EventStore store, Session session, CreditLineQueries lines, ConsentDesk consents, ConsentSigning signing, Drafts drafts, Banks banks)
{
    public async Task<IReadOnlyList<Applied>> Send(DemandRow need, EnterpriseRow enterprise, IReadOnlyList<ProductRow> products, ApplyForm form)
    {
        var answers = new List<Applied>();
        foreach (var product in products) answers.Add(await Send(need, enterprise, product, form));
        return answers;
    }

    private async Task<Applied> Send(DemandRow need, EnterpriseRow enterprise, ProductRow product, ApplyForm form)
    {
        var (actor, today) = (session.Actor, session.Today);
        var line = await lines.NextNumber(session.Viewer, today.Year);
        var signs = form.Gives(product.Bank) && actor.Role == Domain.Access.Role.LegalRepresentative;
        var toSign = signs && await signing.HasKey(actor.Account);
        if (signs && !toSign && await consents.Grant(form.Terms(product.Bank, today), banks.NameOf(product.Bank), line.Value) is not Outcome.Done and var refused)
            return new Applied(product, line, refused);
        var asked = new Application(line, product.Bank, enterprise.Code, product.Id, need.Demand, form.Amount, form.Months ?? 0, form.MethodOf(product), form.Purpose);
        var borrower = new Borrower(enterprise.District, enterprise.Industry, enterprise.Size, OnKeyList: false);
        var answer = await store.Change(session.Command("demand.apply", asked), Demand.Stream(need.Demand), CreditLine.Stream(line), (d, l) => Decisions.Of(
            DemandDecisions.Apply(d, actor, product.Id, line.Value, today),
            CreditLineDecisions.Request(l, asked, borrower, actor, today, PublishedCalendar.China)));
        if (toSign && answer is Outcome.Done) await drafts.Save(ConsentForm.Draft(null, product.Bank.Value), form.Consent(product.Bank, line.Value));
        return new Applied(product, line, answer, toSign);
    }
}
