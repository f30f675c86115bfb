namespace CreditLoan.Domain.Enterprises;

/// <summary>How much harm the loss of a field does (数据级别), after GB/T 43697-2024 and JR/T 0197-2020: 1 is published, 4 is sensitive personal information.</summary>
public enum FieldLevel { Published = 1, Internal = 2, Personal = 3, Sensitive = 4 }

/// <summary>One field of a natural person (个人信息字段): everything that the platform knows about the field, in one place.</summary>
/// <param name="Key">Its stored name; never changes.</param>
/// <param name="Name">Its name as notices and pages write it.</param>
/// <param name="Why">What it is needed for, as notices write it.</param>
/// <param name="KeptDays">How long it is kept after the person has left the enterprise; then the daily close erases it.</param>
/// <param name="KeepsFirst">Signs that a mask leaves at the beginning.</param>
/// <param name="KeepsLast">Signs that a mask leaves at the end.</param>
public sealed record PersonalField(string Key, string Name, FieldLevel Level, string Why, int KeptDays, int KeepsFirst, int KeepsLast)
{
    /// <summary>The value as everybody but the person's own signer sees it (脱敏).</summary>
    public string Mask(string value) =>
        value.Length <= KeepsFirst + KeepsLast ? new string('*', value.Length) : value[..KeepsFirst] + new string('*', value.Length - KeepsFirst - KeepsLast) + value[^KeepsLast..];
}

/// <summary>The fields of natural persons that the platform keeps (个人信息目录): it drives the table, the masks, the notice and the deletion.</summary>
/// <remarks>Only what is needed: 个人信息保护法 第六条. A field that stands here nowhere can be kept nowhere.</remarks>
public static class PersonalFields
{
    public static readonly PersonalField Name = new("name", "姓名", FieldLevel.Personal, "确认谁代表企业办理", 365, 1, 0);
    public static readonly PersonalField IdNumber = new("id_number", "证件号码", FieldLevel.Sensitive, "核对法定代表人身份", 180, 3, 2);
    public static readonly PersonalField Phone = new("phone", "手机号码", FieldLevel.Personal, "办理通知、联系贷款事宜", 180, 3, 4);

    public static IReadOnlyList<PersonalField> All { get; } = [Name, IdNumber, Phone];
}
