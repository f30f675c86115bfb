namespace CreditLoan.Portal.Evidence;

/// <summary>Words for the evidence log.</summary>
public static class EvidenceWords
{
    public static string Of(string kind) => kind switch
    {
        "consent-granted" => "授权",
        "consent-revoked" => "撤销授权",
        "compensation-decision" => "代偿决定",
        "log-range" => "平台日志区段",
        _ => "存证事项",
    };
}
