using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Consents;
using CreditLoan.Portal.Enterprises;
using static CreditLoan.Portal.Tests.LendingExamples;

namespace CreditLoan.Portal.Tests;

public class Giving_a_consent
{
    private static readonly ConsentTerms Wanted = new(
        Recipient.Bank(new("A")), Purpose.CreditApproval, [DataClass.Invoices, DataClass.Tax], [PersonalScope.LegalRepresentative],
        new(Today.AddYears(-3), Today), ConsentMode.Store, new(5, FrequencyUnit.Month), 90, Today, Today.AddMonths(6));

    private static readonly ConsentRow Asked = ConsentBook.View.Fold(null, new ConsentEvent.Requested(new("c"), new("E"), Wanted, null, Today))!;

    [Fact]
    public void To_a_bank_that_asked_stays_within_what_it_asked()
    {
        var form = ConsentForm.Of(Asked, Today);
        Assert.True(form.Terms(Today, Asked).IsWithin(Wanted));
        form.Months = 12;
        Assert.True(form.Terms(Today, Asked).IsWithin(Wanted));
        Assert.Empty(form.Personal);
    }

    [Fact]
    public void To_the_platform_names_no_persons_and_lasts_a_year()
    {
        var terms = ConsentForm.ForPlatform().Terms(Today);
        Assert.Equal((Purpose.Matching, Today.AddMonths(12)), (terms.Purpose, terms.Expiry));
        Assert.Empty(terms.Personal);
        Assert.Equal(Enum.GetValues<DataClass>().Length, terms.Scopes.Length);
    }

    [Fact]
    public void Needs_a_recipient_a_class_and_the_notice_read()
    {
        var errors = new FormErrors();
        new ConsentForm { Scopes = [] }.Check(errors);
        Assert.Equal(["to", "scopes", "read"], errors.All.Select(e => e.Field));
    }

    [Fact]
    public void Rests_on_a_notice_whose_every_word_counts()
    {
        Assert.NotEqual(ConsentNotice.Of("甲银行", Purpose.CreditApproval).Hash, ConsentNotice.Of("乙银行", Purpose.CreditApproval).Hash);
        Assert.NotEqual(ConsentNotice.Of("甲银行", Purpose.CreditApproval).Hash, ConsentNotice.Of("甲银行", Purpose.PostLoan).Hash);
    }

    [Fact]
    public void Is_a_thing_to_do_while_it_is_asked_for_and_before_it_ends()
    {
        Assert.Equal("答复甲银行的授权申请", EnterpriseTodos.Waiting(Asked, "甲银行", Today)!.What);
        var active = Asked with { Status = ConsentStatus.Active };
        Assert.Null(EnterpriseTodos.Waiting(active, "甲银行", Today));
        Assert.Equal(active.ExpiresOn, EnterpriseTodos.Waiting(active, "甲银行", active.ExpiresOn.AddDays(-30))!.Due);
    }
}
