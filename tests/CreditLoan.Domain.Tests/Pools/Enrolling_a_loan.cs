using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Pools;

public class Enrolling_a_loan
{
    public static readonly CoveredLoan Loan = new(new LoanId(Bank, "JJ-20260819-0001"), Borrower, Money.Wan(800), Day, Day.AddYears(1),
        new("440103"), BorrowerKind.Small, Security.Unsecured, [UpliftGround.KeyList]);

    private static Told<Enrolment, EnrolmentEvent> Nothing => Given(Enrolment.Stream(new EnrolmentId(Shipped.Code, Loan.Loan)));

    private static Decision<EnrolmentEvent> Apply(Enrolment e, CoveredLoan loan, DateOnly on) =>
        EnrolmentDecisions.Apply(e, Scheme(), Officer, Cover.Bank, loan, on, Calendar);

    [Fact]
    public void Goes_from_application_through_review_to_confirmation_by_two_persons()
    {
        var reviewed = Nothing.When(e => Apply(e, Loan, Day)).And().When(e => EnrolmentDecisions.Review(e, Scheme(), Clerk, "材料齐", Day)).And();
        reviewed.When(e => EnrolmentDecisions.Confirm(e, Scheme(), Clerk, Day)).Refuses(EnrolmentRefusals.NotYourScheme);
        var inForce = Assert.IsType<Enrolment.InForce>(reviewed.When(e => EnrolmentDecisions.Confirm(e, Scheme(), Manager, Day)).And().State);
        Assert.Equal(1, inForce.RuleVersion);
    }

    [Fact]
    public void Is_not_confirmed_by_the_one_who_reviewed_it() =>
        Nothing.When(e => Apply(e, Loan, Day)).And().When(e => EnrolmentDecisions.Review(e, Scheme(), Manager, "", Day)).And()
            .When(e => EnrolmentDecisions.Confirm(e, Scheme(), Manager, Day)).Refuses(SchemeRefusals.SamePerson);

    [Fact]
    public void Names_its_guarantor_where_the_guarantor_is_compensated_and_only_there()
    {
        var guaranteed = Loan with { Security = Security.FinancingGuarantee, Guarantor = new Guarantor(new("914403001922038216"), "澜江融资担保") };
        Decision<EnrolmentEvent> Under(Enrolment e, Cover cover, CoveredLoan loan) => EnrolmentDecisions.Apply(e, Scheme(), Officer, cover, loan, Day, Calendar);
        Assert.Equal(guaranteed.Guarantor, Assert.IsType<Enrolment.UnderReview>(Nothing.When(e => Under(e, Cover.Guarantor, guaranteed)).And().State).Loan.Guarantor);
        Nothing.When(e => Under(e, Cover.Guarantor, guaranteed with { Guarantor = null })).Refuses(EnrolmentRefusals.GuarantorMissing);
        Nothing.When(e => Under(e, Cover.Bank, Loan with { Guarantor = guaranteed.Guarantor })).Refuses(EnrolmentRefusals.GuarantorNotCovered);
        Assert.Null(Guarantor.Of("914403001922038217", " ", out var code, out var name));
        Assert.Equal(("填担保机构名称", true), (name, code!.Contains("校验位")));
    }

    [Fact]
    public void Is_refused_after_thirty_working_days()
    {
        var last = Calendar.Add(Day, 30).Day;
        Nothing.When(e => Apply(e, Loan, last.AddDays(1))).Refuses(EnrolmentRefusals.TooLate(last));
        Assert.IsType<Enrolment.UnderReview>(Nothing.When(e => Apply(e, Loan, last)).And().State);
    }

    [Fact]
    public void Is_refused_for_a_medium_enterprise_that_is_not_on_the_key_list() =>
        Nothing.When(e => Apply(e, Loan with { Kind = BorrowerKind.Medium, Grounds = [] }, Day))
            .Refuses(EnrolmentRefusals.BorrowerKindOut(Terms.Borrowers.Source));

    [Fact]
    public void Takes_a_medium_enterprise_on_the_key_list() =>
        Assert.IsType<Enrolment.UnderReview>(Nothing.When(e => Apply(e, Loan with { Kind = BorrowerKind.Medium }, Day)).And().State);

    [Fact]
    public void Is_refused_outside_the_city_for_a_mortgage_and_above_the_last_tier()
    {
        Nothing.When(e => Apply(e, Loan with { District = new("441900") }, Day)).Refuses(EnrolmentRefusals.DistrictOut);
        Nothing.When(e => Apply(e, Loan with { Security = Security.Other }, Day)).Refuses(EnrolmentRefusals.SecurityOut);
        Nothing.When(e => Apply(e, Loan with { Amount = Money.Wan(3001) }, Day)).Refuses(SchemeRefusals.LoanAboveTiers(Money.Wan(3000)));
    }

    [Fact]
    public void Is_refused_for_a_day_without_a_rule()
    {
        var before = new DateOnly(2025, 9, 30);
        Nothing.When(e => Apply(e, Loan with { DisbursedOn = before }, before)).Refuses(SchemeRefusals.NoRuleOn(before));
    }

    [Fact]
    public void Is_refused_for_another_banks_loan() =>
        Nothing.When(e => EnrolmentDecisions.Apply(e, Scheme(), Officer with { Tenant = "104100" }, Cover.Bank, Loan, Day, Calendar))
            .Refuses(EnrolmentRefusals.NotYourLoan);

    [Fact]
    public void Goes_back_to_the_bank_and_comes_again_within_ten_working_days()
    {
        var back = Nothing.When(e => Apply(e, Loan, Day)).And()
            .When(e => EnrolmentDecisions.Return(e, Scheme(), Clerk, ReturnReason.DiffersFromLoan, "金额与借据不符", Day, Calendar)).And();
        var last = Calendar.Add(Day, 10).Day;
        back.When(e => EnrolmentDecisions.Correct(e, Scheme(), Officer, Loan with { Amount = Money.Wan(795) }, last.AddDays(1), Calendar))
            .Refuses(EnrolmentRefusals.TooLate(last));
        var again = back.When(e => EnrolmentDecisions.Correct(e, Scheme(), Officer, Loan with { Amount = Money.Wan(795) }, last, Calendar)).And();
        Assert.Equal(Money.Wan(795), Assert.IsType<Enrolment.UnderReview>(again.State).Loan.Amount);
    }
}
