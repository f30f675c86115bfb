using CreditLoan.Domain.Enterprises;

namespace CreditLoan.Ledger.Enterprises;

public static class EnterpriseSlice
{
    public static readonly Slice Slice = new Slice<EnterpriseEvent>("enterprise")
        .Event<EnterpriseEvent.CodeQuestioned>("enterprise_code_questioned")
        .Event<EnterpriseEvent.CodeAccepted>("enterprise_code_accepted")
        .Event<EnterpriseEvent.CodeRefused>("enterprise_code_refused")
        .Event<EnterpriseEvent.Registered>("enterprise_registered")
        .Event<EnterpriseEvent.DetailsChanged>("enterprise_details_changed")
        .Event<EnterpriseEvent.FiguresReported>("enterprise_figures_reported")
        .Event<EnterpriseEvent.PersonNamed>("enterprise_person_named")
        .Event<EnterpriseEvent.StruckOff>("enterprise_struck_off")
        .Keep(EnterpriseBook.View);
}
