using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace CreditLoan.Portal.Identity;

/// <summary>The two steps of opening an account (自助开户): what is filled in, and the proof that the authenticator was set up.</summary>
/// <remarks>Between them nothing is stored: the first step's answer travels with the person, encrypted by the portal's own keys, for a quarter of an hour.</remarks>
public sealed class Openings(AccountRequests requests, Platform platform, IDataProtectionProvider keys, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);
    private readonly IDataProtector protector = keys.CreateProtector("open-account");

    private sealed record Carried(AccountDraft Draft, AccountRequest Request, DateTimeOffset At);

    /// <summary>A new draft for what was filled in, and the sealed text that brings it back.</summary>
    public (AccountDraft Draft, string Sealed) Begin(AccountRequest request, string password)
    {
        var draft = Accounts.Draft(password);
        return (draft, protector.Protect(JsonSerializer.Serialize(new Carried(draft, request, time.GetUtcNow()), EventJson.Options)));
    }

    /// <summary>The draft that a sealed text brings back; null where it is not ours or too old.</summary>
    public AccountDraft? Find(string? text) => Open(text)?.Draft;

    /// <summary>Takes the request in where the code is the authenticator's; true also where the same step came twice.</summary>
    public async Task<bool> Prove(string? text, string? code)
    {
        if (Open(text) is not { } carried || OneTimeCode.StepOf(carried.Draft.TotpSecret, (code ?? "").Trim(), time.GetUtcNow()) is not { } step) return false;
        await requests.Take(carried.Draft, carried.Request, step);
        return true;
    }

    /// <summary>What an authenticator program reads from the picture.</summary>
    public string Picture(AccountDraft draft)
    {
        var issuer = Uri.EscapeDataString(platform.Name);
        using var code = QRCodeGenerator.GenerateQrCode($"otpauth://totp/{issuer}:{draft.UserName}?secret={OneTimeCode.Base32(draft.TotpSecret)}&issuer={issuer}", QRCodeGenerator.ECCLevel.M);
        using var drawn = new SvgQRCode(code);
        return drawn.GetGraphic(4);
    }

    private Carried? Open(string? text)
    {
        try
        {
            return JsonSerializer.Deserialize<Carried>(protector.Unprotect(text ?? ""), EventJson.Options) is { } carried && carried.At > time.GetUtcNow() - Lasts ? carried : null;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null;
        }
    }
}
