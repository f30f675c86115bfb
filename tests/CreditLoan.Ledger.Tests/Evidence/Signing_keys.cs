using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

public class Signing_keys
{
    [Fact]
    public async Task Are_the_same_for_all_who_start_at_once()
    {
        var root = Directory.CreateTempSubdirectory();
        foreach (var folder in Enumerable.Range(0, 20).Select(i => Path.Combine(root.FullName, $"{i}")))
        {
            var all = new TaskCompletionSource();
            var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => { await all.Task; return SigningKeys.Open(folder).Public().Single().Id; })).ToList();
            all.SetResult();
            Assert.Single((await Task.WhenAll(starts)).Distinct());
        }
        root.Delete(recursive: true);
    }
}
