using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CreditLoan.Portal.Identity;

/// <summary>What a password needs (口令规则): length, kinds of signs, nothing common, none of the last five.</summary>
/// <remarks>GB/T 22239-2019 8.1.4.1 a asks for complexity and change; ASVS 6.2.5 and 6.2.10 advise against both. The national standard is followed.</remarks>
public sealed class PasswordRules(AccountContext context) : IPasswordValidator<Account>
{
    public const int Shortest = 12, Longest = 128;

    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var wrong = Problems(password ?? "", user.UserName ?? "").ToList();
        if (wrong.Count == 0 && await IsFormer(manager, user, password!)) wrong.Add("不能用最近 5 次用过的口令。");
        return wrong.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. wrong.Select(w => new IdentityError { Code = "password", Description = w })]);
    }

    /// <summary>What a password lacks, each in words that mend it.</summary>
    public static IEnumerable<string> Problems(string password, string userName)
    {
        if (password.Length < Shortest) yield return $"口令至少 {Shortest} 位。";
        if (password.Length > Longest) yield return $"口令最多 {Longest} 位。";
        var kinds = new Func<char, bool>[] { char.IsAsciiLetterLower, char.IsAsciiLetterUpper, char.IsAsciiDigit, c => !char.IsAsciiLetterOrDigit(c) };
        if (kinds.Count(kind => password.Any(kind)) < 3) yield return "大写字母、小写字母、数字、符号至少用其中三种。";
        if (userName.Length > 2 && password.Contains(userName, StringComparison.OrdinalIgnoreCase)) yield return "口令不能含账户名。";
        if (CommonPasswords.Match(password, userName)) yield return "这个口令太常见，容易被猜到，请换一个。";
    }

    private async Task<bool> IsFormer(UserManager<Account> manager, Account user, string password)
    {
        var former = await context.Database.SqlQuery<string>($"select password_hash as \"Value\" from identity.password_history where account = {user.Id} order by set_at desc limit 4").ToListAsync();
        return former.Append(user.PasswordHash!).Any(hash => manager.PasswordHasher.VerifyHashedPassword(user, hash, password) is not PasswordVerificationResult.Failed);
    }
}
