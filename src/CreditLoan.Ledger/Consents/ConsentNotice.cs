using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Enterprises;

namespace CreditLoan.Ledger.Consents;

/// <summary>What a signer reads before a consent (告知书): its words are hashed into the artefact, so a changed word is a new version; what it says of persons is the catalogue's.</summary>
public static class ConsentNotice
{
    /// <summary>The platform, where it is the recipient itself.</summary>
    public const string Platform = "平台";

    private const string Version = "2026-2";

    /// <summary>The paragraphs for a recipient and a purpose, in plain words.</summary>
    public static IReadOnlyList<string> Paragraphs(string recipient, Purpose purpose) =>
    [
        purpose == Purpose.Matching
            ? "谁使用：本平台。只用来生成信用标签和匹配产品，不把您的数据交给任何银行。"
            : $"谁使用：{recipient}。只用于{Name(purpose)}，其他用途须另行征得您的同意。",
        purpose == Purpose.Matching
            ? "用什么：您勾选的各类数据，从归集单位取得。原始数据不出平台。"
            : "看到什么：由您勾选的各类数据生成的标签和趋势。银行看不到原始的发票、税款和账单。",
        "留多久：到您选定的期限为止，最长 12 个月；银行按您同意的天数留存，到期须删除。",
        .. purpose == Purpose.Matching ? (string[])[] : [$"个人信息：须您另外勾选才会使用。平台只保存{string.Join("；", PersonalFields.All.Select(f => $"{f.Name}，用于{f.Why}，离任后保存 {f.KeptDays} 天"))}，到期由平台自动删除。"],
        "您的权利：随时可以暂停或撤回，撤回立即生效，不影响已经签订的合同；可以查看每一次查询，可以提出异议，可以申请人工复核。",
        "不授权的后果：不会因此拒绝为您提供其他服务；只是没有标签就不能按标签匹配，银行也可能要求您自行提交材料。",
    ];

    /// <summary>What a purpose is called, in the notice and on pages.</summary>
    public static string Name(Purpose purpose) => purpose switch
    {
        Purpose.Matching => "生成标签、匹配产品",
        Purpose.PreLoanReview => "贷前审查",
        Purpose.CreditApproval => "授信审批",
        Purpose.PostLoan => "贷后管理",
        _ => "风险补偿审核",
    };

    /// <summary>Keeps the words of a notice under their digest (告知书留存): a consent is checked against the words that its signer read, however they change.</summary>
    public static async Task Keep(Database database, string recipient, Purpose purpose)
    {
        var (notice, words) = (Of(recipient, purpose), Paragraphs(recipient, purpose).ToArray());
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var insert = Sql.Of($"insert into consent_notice (hash, version, words) values ({notice.Hash}, {notice.Version}, {words}) on conflict (hash) do nothing").On(connection);
        await insert.ExecuteNonQueryAsync();
    }

    public static Notice Of(string recipient, Purpose purpose) => new(Version, ConsentText.Hash(string.Join('\n', Paragraphs(recipient, purpose))));
}
