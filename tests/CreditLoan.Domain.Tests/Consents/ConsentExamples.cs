using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Consents;

internal static class ConsentExamples
{
    public static readonly DateOnly Today = new(2026, 8, 19);
    public static readonly EnterpriseCode Hengrui = new("914403001922038216");
    public static readonly BankCode Lanjiang = new("LJ01");
    public static readonly ConsentId First = new("c-1"), Second = new("c-2");
    public static readonly Notice TheNotice = new("2026-1", ConsentText.Hash("告知书"));
    public static readonly Actor Signer = new("chen", Role.LegalRepresentative, Hengrui.Value);
    public static readonly Actor Agent = new("li", Role.EnterpriseAgent, Hengrui.Value);
    public static readonly Actor Officer = new("lin", Role.BankOfficer, Lanjiang.Value);

    public static readonly ConsentTerms Terms = new(
        Recipient.Bank(Lanjiang), Purpose.CreditApproval, [DataClass.Registration, DataClass.Invoices], [PersonalScope.LegalRepresentative],
        new(Today.AddYears(-3), Today), ConsentMode.Store, new(10, FrequencyUnit.Month), 180, Today, Today.AddMonths(6));

    public static ConsentTerms Platform(DataClass[] scopes) => new(
        Recipient.Platform, Purpose.Matching, scopes, [], new(Today.AddYears(-3), Today), ConsentMode.Store, new(31, FrequencyUnit.Month), 365, Today, Today.AddMonths(12));

    public static Signature Sign(ConsentId id, ConsentTerms terms) => ConsentText.SignInSession(id, Hengrui, terms, TheNotice, Signer.Account);

    public static ConsentEvent.Granted Granted(ConsentId id, ConsentTerms terms) => new(id, Hengrui, terms, TheNotice, Sign(id, terms), Signer.Account, null, terms.Start);

    public static ConsentRow PlatformRow(DataClass[] scopes) => ConsentBook.View.Fold(null, Granted(First, Platform(scopes)))!;
}
