using CreditLoan.Scoring.Validation;

namespace CreditLoan.Jobs.Models;

/// <summary>How far a month has moved from the sample that the model was built on (群体稳定性指标).</summary>
public static class StabilityIndex
{
    public static double Of(int[] basis, int[] later) => PopulationStability.Index(Array.ConvertAll(basis, b => (long)b), Array.ConvertAll(later, l => (long)l));
}
