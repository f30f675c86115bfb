using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.Tests.Access;

public class A_master_key
{
    [Fact]
    public async Task Is_the_same_for_all_who_start_at_once()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (secret, about) = ("保密"u8.ToArray(), "whose"u8.ToArray());
        foreach (var path in Enumerable.Range(0, 50).Select(i => Path.Combine(folder.FullName, $"{i}.key")))
        {
            var all = new TaskCompletionSource();
            var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => { await all.Task; return MasterKey.FromFile(path); })).ToList();
            all.SetResult();
            var keys = await Task.WhenAll(starts);

            var wrapped = keys[0].Wrap(secret, about);
            Assert.All(keys, key => Assert.Equal(secret, key.Unwrap(wrapped, about)));
        }
        Assert.All(folder.GetFiles(), file => Assert.Equal(".key", file.Extension));
        folder.Delete(recursive: true);
    }
}
