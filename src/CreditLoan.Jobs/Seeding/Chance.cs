namespace CreditLoan.Jobs.Seeding;

/// <summary>Chance that is the same every time: a generator for each thing that is told, so that the order of telling does not matter.</summary>
internal static class Chance
{
    public static Random For(int seed, int number, int salt)
    {
        unchecked
        {
            // Weyl-like mixing keeps neighbouring numbers apart.
            var mixed = (uint)seed * 2_654_435_761u + (uint)number * 2_246_822_519u + (uint)salt * 3_266_489_917u;
            mixed ^= mixed >> 15;
            return new Random((int)(mixed * 2_246_822_519u));
        }
    }
}
