namespace CreditLoan.Domain.BankClients;

/// <summary>Every "no" about a bank's system and its keys.</summary>
public static class BankClientRefusals
{
    public static readonly Refusal NotAdministrator = new("bank_client.not_administrator", "接入公钥由本行银行管理员办理。");
    public static readonly Refusal NotApprover = new("bank_client.not_approver", "接入公钥由平台安全管理员复核。");
    public static readonly Refusal SamePerson = new("bank_client.same_person", "提交人不能复核自己提交的公钥。");
    public static readonly Refusal KeyUnreadable = new("bank_client.key_unreadable", "读不出公钥：请粘贴 PEM 或 JWK，类型为 P-256，或 2048 至 4096 位的 RSA。");
    public static readonly Refusal KeyPrivate = new("bank_client.key_private", "这是私钥。私钥只能留在银行自己手里，请重新生成一对，只提交公钥。");
    public static readonly Refusal KeyKnown = new("bank_client.key_known", "这把公钥已经提交过，请用新生成的密钥。");
    public static readonly Refusal TooManyKeys = new("bank_client.too_many_keys", "同一系统最多同时有 4 把公钥，请先停用不再使用的。");
    public static readonly Refusal NotWaiting = new("bank_client.not_waiting", "这把公钥不在待复核中。");
    public static readonly Refusal NotInUse = new("bank_client.not_in_use", "这把公钥没有在使用。");
    public static readonly Refusal ReasonMissing = new("bank_client.reason_missing", "请写明理由。");

    public static Refusal NameWrong(string bank) => new("bank_client.name_wrong", $"系统名称以“{bank}-”开头，后接小写字母或数字，共不超过 40 位。");
}
