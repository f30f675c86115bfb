namespace CreditLoan.Portal.Admin;

/// <summary>What must hold, in words (不变量).</summary>
public static class InvariantWords
{
    public static string Of(string name) => name switch
    {
        "stream_versions_gapless" => "每条事件流的版本号连续",
        "postings_tie_to_pools" => "分录合计等于资金池余额",
        "pools_balance_and_none_is_overdrawn" => "资金池收支平衡，没有透支",
        "claims_within_every_limit" => "补偿金额不超过任何一项限额",
        "one_active_claim_a_loan" => "一笔借据同时只有一笔补偿",
        "shares_of_a_loss_at_most_the_loss" => "各机制补偿合计不超过损失",
        "recoveries_at_most_what_was_paid" => "返还不超过已补偿金额",
        "every_read_under_a_live_consent" => "每次查询都有有效授权",
        "acts_wait_at_most_a_minute_to_be_sealed" => "存证等待不超过一分钟",
        "no_view_has_stopped" => "没有停止的视图",
        _ => name,
    };
}
