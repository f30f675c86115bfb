namespace CreditLoan.Scoring.Scorecards;

/// <summary>How odds become points (分值刻度): so many points at the base odds of good to bad, and so many more where the odds double.</summary>
/// <remarks>points = Offset + Factor × ln(good : bad), Factor = PDO / ln 2, Offset = BasePoints - Factor × ln(BaseOdds).</remarks>
public sealed record Scale(double BasePoints, double BaseOdds, double PointsToDoubleOdds)
{
    /// <summary>600 points at 20 good for 1 bad, doubled every 50 points.</summary>
    public static readonly Scale Usual = new(600, 20, 50);

    public double Factor => PointsToDoubleOdds / Math.Log(2);
    public double Offset => BasePoints - (Factor * Math.Log(BaseOdds));

    /// <summary>The log odds of bad that a score stands for.</summary>
    public double LogOddsOfBad(double score) => (Offset - score) / Factor;
}
