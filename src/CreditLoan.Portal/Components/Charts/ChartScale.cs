using System.Globalization;

namespace CreditLoan.Portal.Components;

/// <summary>Numbers to places: an axis from zero to a round number above the greatest value.</summary>
public static class ChartScale
{
    /// <summary>A round top for an axis: 1, 2, 2.5, 4, 5 or 8 times a power of ten, not below the value.</summary>
    public static double Top(double greatest)
    {
        if (greatest <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(greatest)));
        return new[] { 1, 2, 2.5, 4, 5, 8, 10 }.First(step => step * power >= greatest * (1 - 1e-12)) * power;
    }

    /// <summary>A coordinate as SVG wants it.</summary>
    public static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(p => $"{At(p.X)},{At(p.Y)}"));
}
