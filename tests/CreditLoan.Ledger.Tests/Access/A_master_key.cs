using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.Tests.Access;

public class A_master_key
{
    [Fact]
    public async Task Is_the_same_for_all_who_start_at_once()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "master.key");
        var keys = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => MasterKey.FromFile(path))));

        var (secret, about) = ("保密"u8.ToArray(), "whose"u8.ToArray());
        var wrapped = keys[0].Wrap(secret, about);
        Assert.All(keys, key => Assert.Equal(secret, key.Unwrap(wrapped, about)));
        Assert.Equal([path], folder.GetFiles().Select(file => file.FullName));
        folder.Delete(recursive: true);
    }
}
