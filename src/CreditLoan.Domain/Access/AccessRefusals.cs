namespace CreditLoan.Domain.Access;

/// <summary>Every "no" of accounts and roles.</summary>
public static class AccessRefusals
{
    public static readonly Refusal NotYours = new("access.not_yours", "您的角色不能办这件事。");
    public static readonly Refusal NotForPeople = new("access.not_for_people", "这个角色不授予个人账户。");
    public static readonly Refusal AlreadyHeld = new("access.already_held", "该账户已有这个角色。");
    public static readonly Refusal NotHeld = new("access.not_held", "该账户没有这个角色。");
    public static readonly Refusal OtherTenantKind = new("access.other_tenant_kind", "这个角色属于另一类机构，不能授予该账户。");
    public static readonly Refusal ThreeApart = new("access.three_apart", "三员分立：系统、安全、审计管理员只能各由一个账户担任，也不能兼任其他角色。");
    public static readonly Refusal SamePerson = new("access.same_person", "提出人不能复核自己提出的授权，请另一位复核。");
    public static readonly Refusal AboutYourself = new("access.about_yourself", "不能对自己的账户授权或锁定，请另一位管理员办理。");
    public static readonly Refusal PlatformDecides = new("access.platform_decides", "银行管理员的角色由平台安全管理员复核。");
    public static readonly Refusal PlatformLocked = new("access.platform_locked", "这个账户由平台安全管理员锁定，请联系平台解锁。");
    public static readonly Refusal Decided = new("access.decided", "这项申请已经有人处理。");
    public static readonly Refusal NameTaken = new("access.name_taken", "账户名已被使用，请换一个。");
    public static readonly Refusal NameMalformed = new("access.name_malformed", "账户名用 3–32 位小写字母、数字、点或短横，以字母开头。");
    public static readonly Refusal NoAccount = new("access.no_account", "没有这个账户。");
    public static readonly Refusal SignedOut = new("access.signed_out", "登录已结束或权限已变更，请重新登录后再办。");
}
