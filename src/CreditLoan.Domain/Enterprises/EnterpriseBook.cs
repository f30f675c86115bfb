using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>Where an enterprise's entry stands (登记状态).</summary>
public enum EnterpriseStage { CodeUnderReview, Active, StruckOff }

/// <summary>One enterprise as lists and pages show it (企业名册).</summary>
public sealed record EnterpriseRow(
    EnterpriseCode Code, string Name, DistrictCode? District, IndustryCode? Industry, string? Section, IndustryEdition Edition, DateOnly? FoundedOn,
    DateOnly? RegisteredOn, EnterpriseStage Stage, SizeClass Size, int? FiguresYear, int? Employees, Money? Revenue, Money? Assets);

/// <summary>The register of enterprises (企业名册).</summary>
public static class EnterpriseBook
{
    public static readonly View<EnterpriseRow, EnterpriseEvent> View = new("enterprise_book", Fold);

    private static EnterpriseRow? Fold(EnterpriseRow? row, EnterpriseEvent happened) => happened switch
    {
        EnterpriseEvent.CodeQuestioned e => Entry(e.Registration, null, EnterpriseStage.CodeUnderReview),
        EnterpriseEvent.CodeRefused => null,
        EnterpriseEvent.Registered e => Entry(e.Registration, e.On, EnterpriseStage.Active),
        EnterpriseEvent.DetailsChanged e when row is not null => row with
        {
            Name = e.Registration.Name,
            District = e.Registration.District,
            Industry = e.Registration.Industry,
            Section = e.Registration.Industry?.Section,
            Edition = e.Registration.Edition,
            FoundedOn = e.Registration.FoundedOn,
        },
        EnterpriseEvent.FiguresReported e when row is not null => row with
        {
            Size = e.Size,
            FiguresYear = e.Figures.Year,
            Employees = e.Figures.Employees,
            Revenue = e.Figures.Revenue,
            Assets = e.Figures.Assets,
        },
        EnterpriseEvent.StruckOff when row is not null => row with { Stage = EnterpriseStage.StruckOff },
        _ => row,
    };

    private static EnterpriseRow Entry(Registration r, DateOnly? on, EnterpriseStage stage) => new(
        r.Code, r.Name, r.District, r.Industry, r.Industry?.Section, r.Edition, r.FoundedOn, on, stage, SizeClass.Unclassified, null, null, null, null);
}
