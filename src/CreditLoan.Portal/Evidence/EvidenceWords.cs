using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Evidence;

/// <summary>Words for the evidence log.</summary>
public static class EvidenceWords
{
    public static string Of(string kind) => kind switch
    {
        "consent-granted" => "授权",
        "consent-revoked" => "撤销授权",
        "report-issued" => "出具报告",
        "report-read" => "查阅报告",
        "compensation-decision" => "代偿决定",
        "model-approved" => "模型批准",
        "model-released" => "模型生效",
        "model-withdrawn" => "模型撤回",
        "client-key-approved" => "银行接口密钥批准",
        "log-range" => "平台日志区段",
        "audit-range" => "审计日志区段",
        _ => "存证事项",
    };

    /// <summary>The suite's algorithms, as the page names them.</summary>
    public static string Of(CryptoSuite suite) => suite == CryptoSuite.National ? "国密：SM3 树，SM2 签名" : "SHA-256 树，ES256 签名";
}
