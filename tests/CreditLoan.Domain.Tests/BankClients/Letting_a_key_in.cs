using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.BankClients;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.BankClients;

public class Letting_a_key_in
{
    internal static readonly BankClientId Core = new("LJ01-core");
    private static readonly Actor Administrator = new("zhao", Role.BankAdministrator, "LJ01");
    private static readonly Actor Other = new("qian", Role.BankAdministrator, "LJ02");
    private static readonly Actor Security = new("tang", Role.SecurityAdministrator, "");
    private static readonly DateOnly Day = new(2026, 3, 2);
    internal static readonly EventStream<BankClient, BankClientEvent> Stream = BankClient.Stream(Core);
    internal static readonly ClientKey Key = Made(ECCurve.NamedCurves.nistP256);

    internal static BankClientEvent.KeyProposed Proposed(ClientKey key) => new(Core, new("LJ01"), key, "首次接入", "zhao", Day);

    private static ClientKey Made(ECCurve curve)
    {
        using var made = ECDsa.Create(curve);
        Assert.True(ClientKey.TryRead(made.ExportSubjectPublicKeyInfoPem(), out var key, out _));
        return key;
    }

    [Fact]
    public void Takes_the_bank_s_administrator_and_a_security_administrator() =>
        Given(Stream)
            .When(c => BankClientDecisions.Propose(c, Core, Key, "首次接入", Administrator, Day)).And()
            .When(c => BankClientDecisions.Approve(c, Key.Thumbprint, Security, Day))
            .Then(new BankClientEvent.KeyApproved(Key.Thumbprint, "tang", Day));

    [Fact]
    public void Lets_it_sign_for_a_year_and_no_longer()
    {
        var row = BankClientBook.View.Fold(BankClientBook.View.Fold(null, Proposed(Key)), new BankClientEvent.KeyApproved(Key.Thumbprint, "tang", Day))!;
        var last = Day.AddDays(ClientKeyRow.LifeInDays);
        Assert.Equal((last, true, false), (row.Keys[0].LastDay(), row.Keys[0].SignsOn(last), row.Keys[0].SignsOn(last.AddDays(1))));
        var withdrawn = BankClientBook.View.Fold(row, new BankClientEvent.KeyWithdrawn(Key.Thumbprint, "轮换", "tang", Day))!.Keys[0];
        Assert.Equal((null, false), (withdrawn.LastDay(), withdrawn.SignsOn(Day)));
    }

    [Fact]
    public void Is_refused_to_whoever_handed_it_in() =>
        Given(Stream, Proposed(Key)).When(c => BankClientDecisions.Approve(c, Key.Thumbprint, Security with { Account = "zhao" }, Day)).Refuses(BankClientRefusals.SamePerson);

    [Fact]
    public void Is_refused_to_every_other_role()
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.SecurityAdministrator))
            Given(Stream, Proposed(Key)).When(c => BankClientDecisions.Approve(c, Key.Thumbprint, new Actor("x", role, "LJ01"), Day)).Refuses(BankClientRefusals.NotApprover);
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.BankAdministrator))
            Given(Stream).When(c => BankClientDecisions.Propose(c, Core, Key, "首次接入", new Actor("x", role, "LJ01"), Day)).Refuses(BankClientRefusals.NotAdministrator);
    }

    [Theory]
    [InlineData("LJ02-core")]
    [InlineData("LJ01-")]
    [InlineData("LJ01-Core")]
    [InlineData("core")]
    public void Needs_a_name_that_begins_with_the_bank(string name) =>
        Given(Stream).When(c => BankClientDecisions.Propose(c, new BankClientId(name), Key, "首次接入", Administrator, Day)).Refuses(BankClientRefusals.NameWrong("LJ01"));

    [Fact]
    public void Is_over_when_either_side_takes_the_key_out_of_use()
    {
        Given(Stream, Proposed(Key), new BankClientEvent.KeyApproved(Key.Thumbprint, "tang", Day))
            .When(c => BankClientDecisions.Withdraw(c, Key.Thumbprint, "怀疑泄露", Other, Day)).Refuses(BankClientRefusals.NotAdministrator);
        Given(Stream, Proposed(Key), new BankClientEvent.KeyApproved(Key.Thumbprint, "tang", Day))
            .When(c => BankClientDecisions.Withdraw(c, Key.Thumbprint, "怀疑泄露", Administrator, Day)).And()
            .When(c => BankClientDecisions.Withdraw(c, Key.Thumbprint, "怀疑泄露", Security, Day)).Refuses(BankClientRefusals.NotInUse);
    }

    [Fact]
    public void Leaves_room_for_four_keys_at_a_time() =>
        Given(Stream, [.. Enumerable.Range(0, 4).Select(_ => Proposed(Made(ECCurve.NamedCurves.nistP256)))])
            .When(c => BankClientDecisions.Propose(c, Core, Key, "轮换", Administrator, Day)).Refuses(BankClientRefusals.TooManyKeys);

    [Fact]
    public void Reads_the_example_of_RFC_7638()
    {
        // RFC 7638 §3.1; its key has 2048 bits.
        const string jwk = """
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """;
        Assert.True(ClientKey.TryRead(jwk, out var key, out _));
        Assert.Equal(("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "PS256"), (key.Thumbprint, key.Algorithm));
    }

    [Fact]
    public void Refuses_private_weak_and_unreadable_keys()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var weak = RSA.Create(1024);
        foreach (var (text, why) in new[]
        {
            (ec.ExportPkcs8PrivateKeyPem(), BankClientRefusals.KeyPrivate), ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}", BankClientRefusals.KeyPrivate),
            (p384.ExportSubjectPublicKeyInfoPem(), BankClientRefusals.KeyUnreadable), (weak.ExportSubjectPublicKeyInfoPem(), BankClientRefusals.KeyUnreadable),
            ("", BankClientRefusals.KeyUnreadable), ("{", BankClientRefusals.KeyUnreadable), ("[]", BankClientRefusals.KeyUnreadable), ("hello", BankClientRefusals.KeyUnreadable),
            ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"?\",\"y\":\"AA\"}", BankClientRefusals.KeyUnreadable),
        })
        {
            Assert.False(ClientKey.TryRead(text, out _, out var refused));
            Assert.Equal(why, refused);
        }
    }
}
