namespace CreditLoan.Domain.Enterprises;

/// <summary>How long rows are kept (保存期限): the daily close deletes those whose day is longer ago.</summary>
/// <param name="Column">The day or moment from which it is counted; a row without one is kept.</param>
public sealed record Retention(string Column, int Days);

/// <summary>One table of the platform, and what it is to data protection (数据目录表).</summary>
/// <param name="Name">Schema and table.</param>
/// <param name="Level">Of its most sensitive column.</param>
/// <param name="Purpose">What it is kept for.</param>
/// <param name="Columns">Every column: one that stands here nowhere may not be there.</param>
/// <param name="Personal">Those that say something of a natural person, an account's number included.</param>
/// <param name="Kept">Null where rows stay as long as what they are about: events, evidence, audit, and the views made of them.</param>
public sealed record CatalogueTable(string Name, FieldLevel Level, string Purpose, IReadOnlyList<string> Columns, IReadOnlyList<string> Personal, Retention? Kept)
{
    internal CatalogueTable(string name, FieldLevel level, string purpose, string columns, string personal = "", Retention? kept = null)
        : this(name, level, purpose, columns.Split(' '), personal.Split(' ', StringSplitOptions.RemoveEmptyEntries), kept)
    {
    }
}

/// <summary>Every column that the platform keeps, with its level, its purpose and its retention (数据目录): it drives the deletion, and what the bank API's description says of a member.</summary>
/// <remarks>Fields of natural persons themselves are in <see cref="PersonalFields"/>: encrypted, each with a mask, a reason and a retention of its own.</remarks>
public static class DataCatalogue
{
    public static IReadOnlyList<CatalogueTable> Tables { get; } =
    [
        new("identity.account", FieldLevel.Personal, "账户、登录和接入", "id user_name normalized_user_name display_name tenant_kind tenant tenant_name password_hash password_set_at must_change_password totp_secret totp_last_step access_failed_count lockout_end locked_at locked_why locked_by security_stamp concurrency_stamp created_at last_signed_in_at", personal: "user_name normalized_user_name display_name"),
        new("identity.account_claim", FieldLevel.Internal, "账户、登录和接入", "id user_id claim_type claim_value", personal: "user_id"),
        new("identity.account_login", FieldLevel.Personal, "账户、登录和接入", "login_provider provider_key provider_display_name user_id", personal: "provider_key provider_display_name user_id"),
        new("identity.account_passkey", FieldLevel.Personal, "账户、登录和接入", "credential_id user_id data", personal: "credential_id user_id data"),
        new("identity.account_request", FieldLevel.Internal, "账户、登录和接入", "account tenant given figures person asked_at decided_by decided_at approved reason", personal: "account person decided_by"),
        new("identity.account_role", FieldLevel.Internal, "账户、登录和接入", "account role granted_at granted_by confirmed_by", personal: "account granted_by confirmed_by"),
        new("identity.account_token", FieldLevel.Sensitive, "账户、登录和接入", "user_id login_provider name value", personal: "user_id"),
        new("identity.api_key", FieldLevel.Sensitive, "账户、登录和接入", "id public_jwk wrapped made_at"),
        new("identity.api_meter", FieldLevel.Internal, "账户、登录和接入", "bank second in_second day in_day"),
        new("identity.consent_signing", FieldLevel.Internal, "授权管理", "id account body made_at", personal: "account", kept: new("made_at", 1)),
        new("identity.data_protection_key", FieldLevel.Sensitive, "账户、登录和接入", "name xml kept_at"),
        new("identity.demo_account", FieldLevel.Sensitive, "账户、登录和接入", "account password", personal: "account"),
        new("identity.passkey_challenge", FieldLevel.Internal, "账户、登录和接入", "id state made_at", kept: new("made_at", 1)),
        new("identity.password_history", FieldLevel.Sensitive, "账户、登录和接入", "account password_hash set_at", personal: "account"),
        new("identity.recovery_code", FieldLevel.Sensitive, "账户、登录和接入", "account digest made_at used_at", personal: "account", kept: new("used_at", 30)),
        new("identity.role_request", FieldLevel.Internal, "账户、登录和接入", "id account role grants why asked_by asked_at decided_by decided_at approved", personal: "account asked_by decided_by"),
        new("identity.session", FieldLevel.Personal, "账户、登录和接入", "id account role methods agent started_at last_seen_at stepped_up_at ended_at ended_why", personal: "account agent", kept: new("ended_at", 365)),
        new("identity.used_once", FieldLevel.Sensitive, "账户、登录和接入", "id valid_until", kept: new("valid_until", 1)),
        new("personal.field", FieldLevel.Sensitive, "加密保存个人信息", "subject name value kept_at", personal: "value"),
        new("personal.subject", FieldLevel.Personal, "加密保存个人信息", "id tenant key_version wrapped made_at left_on erased_at", personal: "id"),
        new("personal.tenant_key", FieldLevel.Sensitive, "加密保存个人信息", "tenant version wrapped made_at"),
        new("public.api_answer", FieldLevel.Internal, "接口调用", "bank key request lease_until answered_at status headers body", kept: new("answered_at", 7)),
        new("public.appeal_book", FieldLevel.Internal, "异议处理", "stream_id version changed_at appeal enterprise kind about reason stage filed_on answer_by ended_on words"),
        new("public.audit", FieldLevel.Internal, "审计与核查", "id at account role tenant act subject outcome command business_date detail", personal: "account"),
        new("public.audit_copy", FieldLevel.Internal, "审计与核查", "target last_id at"),
        new("public.audit_range", FieldLevel.Internal, "审计与核查", "leaf after_id last_id acts salt subjects kinds"),
        new("public.bank", FieldLevel.Published, "机构名录", "code name"),
        new("public.bank_client_book", FieldLevel.Internal, "接口调用", "stream_id version changed_at client bank keys"),
        new("public.bank_feed", FieldLevel.Internal, "接口推送", "bank seq at kind subject event version business_date"),
        new("public.bank_file_book", FieldLevel.Internal, "报送与对账", "stream_id version changed_at bank digest name from_day until_day rows faults total received_on received_by agreed broken only_here log_position reconciled_on changes_only", personal: "received_by"),
        new("public.bank_file_digest", FieldLevel.Internal, "报送与对账", "bank turn stream_id key lines gone rows total"),
        new("public.bank_file_part", FieldLevel.Internal, "报送与对账", "file part turn done named gone"),
        new("public.bank_line", FieldLevel.Internal, "报送与对账", "stream_id changed_at file_row kind number borrower product amount day gone_in"),
        new("public.break_book", FieldLevel.Internal, "报送与对账", "stream_id version changed_at id kind bank number fields difference sentence file file_row log_position found_on stage schemes pools assigned_to due way reason words corrected_by proposed_by closed_on", personal: "assigned_to corrected_by proposed_by"),
        new("public.bureau_answer", FieldLevel.Internal, "汇总统计", "stream_id bank district applied_on answered_on working_days answer reason"),
        new("public.bureau_counted", FieldLevel.Internal, "汇总统计", "stream_id counted"),
        new("public.bureau_flow", FieldLevel.Internal, "汇总统计", "month bank product district section size granted_count granted loan_count reported corrected first_time_count unsecured renewed rate_weight outstanding_change"),
        new("public.bureau_funnel", FieldLevel.Internal, "汇总统计", "enterprise district registered_on authorised_on needed_on applied_on granted_on paid_on"),
        new("public.bureau_restatement", FieldLevel.Internal, "汇总统计", "sequence line recorded_at month bank fingerprint change reason"),
        new("public.claim_book", FieldLevel.Internal, "风险补偿", "stream_id version changed_at id scheme rule_version cover bank loan enterprise loan_amount loss asked amount limits stage filed_on due agreed papers approved_on paid_on paid written_off recovered recovery_due shared note guarantor"),
        new("public.close_line", FieldLevel.Internal, "日终", "day run kind subject bank scheme amount words"),
        new("public.close_restatement", FieldLevel.Internal, "日终", "day run kind subject bank scheme before_amount before_words now_amount now_words"),
        new("public.close_run", FieldLevel.Internal, "日终", "day run position ran_at loans lines restated digest"),
        new("public.close_statement", FieldLevel.Internal, "日终", "day run bank scheme loans outstanding accrued due overdue bad alarms"),
        new("public.command", FieldLevel.Internal, "事件日志", "id content answer at"),
        new("public.consent_notice", FieldLevel.Published, "授权管理", "hash version words"),
        new("public.consent_key", FieldLevel.Internal, "授权管理", "enterprise thumbprint name public_key registered_by registered_at ended_at ended_by", personal: "registered_by ended_by"),
        new("public.consent_book", FieldLevel.Internal, "授权管理", "stream_id version changed_at consent enterprise recipient purpose status scopes personal data_from data_to mode times times_per keep_days starts_on expires_on application notice_version notice_hash signature_algorithm signature_value signer requested_on granted_on confirmed_on ended_on", personal: "signer"),
        new("public.credit_line_book", FieldLevel.Internal, "授信办理", "stream_id version changed_at line bank enterprise product demand amount term_months method purpose district section size stage officer due_on due_provisional requested_on accept_by taken_up_on contact_by contacted_on decide_by decided_on signed_on ended_on missing decline_reason decline_words granted_limit granted_rate granted_months granted_method until available wish wish_on renewal_offered", personal: "officer"),
        new("public.credit_line_timeline", FieldLevel.Internal, "授信办理", "stream_id version line changed_at step day words amount by", personal: "by"),
        new("public.data_date", FieldLevel.Internal, "信用画像", "enterprise day source"),
        new("public.deletion_answer", FieldLevel.Internal, "授权管理", "consent bank enterprise words answered_by answered_at", personal: "answered_by"),
        new("public.demand_book", FieldLevel.Internal, "融资对接", "stream_id version changed_at demand enterprise amount months purpose securities banks cap offers applied_to declined_by stage posted_on until"),
        new("public.demand_hall", FieldLevel.Internal, "融资对接", "stream_id version changed_at demand amount months purpose securities district section size queue cap seers taken_by posted_on until"),
        new("public.draft", FieldLevel.Internal, "填写中的表单", "account form body saved_at", personal: "account", kept: new("saved_at", 90)),
        new("public.elected", FieldLevel.Internal, "平台运行", "name holder until"),
        new("public.enrolment_book", FieldLevel.Internal, "风险补偿", "stream_id version changed_at scheme bank number borrower amount disbursed_on due_on district kind security grounds cover rule_version stage applied_on confirmed_on flagged_since due reviewed_by note guarantor", personal: "reviewed_by"),
        new("public.enterprise_book", FieldLevel.Published, "企业登记信息", "stream_id version changed_at code name district industry section edition founded_on registered_on stage size figures_year employees revenue assets"),
        new("public.evidence_checkpoint", FieldLevel.Published, "存证", "size root at key signature suite"),
        new("public.evidence_content", FieldLevel.Published, "存证", "index salt content"),
        new("public.evidence_cosignature", FieldLevel.Published, "存证", "suite size witness key at signature"),
        new("public.evidence_epoch", FieldLevel.Published, "存证", "number at surviving root lost lost_root reason key signature"),
        new("public.evidence_key", FieldLevel.Published, "存证", "position id public endorsed_by endorsement"),
        new("public.evidence_leaf", FieldLevel.Published, "存证", "index number at kind subject commitment last_seq events form"),
        new("public.evidence_queue", FieldLevel.Published, "存证", "id at kind subject content"),
        new("public.evidence_state", FieldLevel.Published, "存证", "one size last_seq"),
        new("public.evidence_tile", FieldLevel.Published, "存证", "level index hashes suite"),
        new("public.evidence_witness", FieldLevel.Published, "存证", "id name public since ended_at"),
        new("public.import_finding", FieldLevel.Internal, "信用画像", "source file line rule set_aside enterprise detail"),
        new("public.invariant_check", FieldLevel.Internal, "平台运行", "name at broken example"),
        new("public.invoice", FieldLevel.Internal, "信用画像", "enterprise side number counterparty day amount tax total voided"),
        new("public.loan_book", FieldLevel.Internal, "贷后管理", "stream_id version changed_at bank number fingerprint line enterprise product principal outstanding rate value_date maturity method security district section size on_key_list first_time renews stage grade overdue_since overdue_principal overdue_interest interest_paid written_off recovered last_on restated progress"),
        new("public.loan_timeline", FieldLevel.Internal, "贷后管理", "stream_id version line changed_at step day principal interest words"),
        new("public.login_secret", FieldLevel.Sensitive, "平台运行", "role password"),
        new("public.lpr_book", FieldLevel.Published, "定价参考", "stream_id version changed_at line published_on one_year five_years source"),
        new("public.model_file", FieldLevel.Internal, "模型管理", "project content received_at"),
        new("public.model_project_book", FieldLevel.Internal, "模型管理", "stream_id version changed_at project bank proposer title purpose stage classes features target file_check run card first_approval second_approval proposed_on sent_back_because in_force_from withdrawn_on withdrawn_because"),
        new("public.model_report", FieldLevel.Internal, "模型管理", "project run report challenger levels"),
        new("public.model_sample", FieldLevel.Internal, "模型管理", "project sample"),
        new("public.model_scorecard", FieldLevel.Internal, "模型管理", "project run lines"),
        new("public.model_stability", FieldLevel.Internal, "模型管理", "project run month feature counts"),
        new("public.model_task", FieldLevel.Internal, "模型管理", "id project kind seed account asked_on asked_at ended_at refusal", personal: "account"),
        new("public.mt_event_progression", FieldLevel.Internal, "事件日志", "name last_seq_id last_updated"),
        new("public.mt_events", FieldLevel.Internal, "事件日志", "seq_id id stream_id version data bdata type timestamp tenant_id mt_dotnet_type correlation_id causation_id headers user_name is_archived", personal: "user_name"),
        new("public.mt_streams", FieldLevel.Internal, "事件日志", "id type version timestamp created tenant_id is_archived"),
        new("public.paper_content", FieldLevel.Internal, "风险补偿", "digest media_type content stored_at"),
        new("public.platform_fact", FieldLevel.Published, "平台运行", "name value"),
        new("public.pool_book", FieldLevel.Internal, "风险补偿", "stream_id version changed_at scheme year budget cash earmarked granted carried compensated recovered interest committed guarantor_committed ended judged_as_of banks"),
        new("public.pool_journal", FieldLevel.Internal, "风险补偿", "stream_id version line changed_at act day debit credit amount claim bank voucher note"),
        new("public.product_book", FieldLevel.Published, "融资对接", "stream_id version changed_at bank number stage name terms published_on left_on until revision"),
        new("public.profile", FieldLevel.Internal, "信用画像", "enterprise as_of computed_at features tags trends coverage"),
        new("public.profile_correction", FieldLevel.Internal, "信用画像", "enterprise tag on_day after before class at"),
        new("public.profile_read", FieldLevel.Internal, "信用画像", "id at read_on enterprise consent bank account purpose application classes as_of", personal: "account", kept: new("read_on", 1900)),
        new("public.profile_score", FieldLevel.Internal, "信用画像", "enterprise as_of project run score band rate shadow classes detail scored_at"),
        new("public.read_review", FieldLevel.Internal, "审计与核查", "id bank read why opened_on disposition words decided_by decided_at", personal: "decided_by", kept: new("opened_on", 1826)),
        new("public.record_coverage", FieldLevel.Internal, "信用画像", "enterprise class as_of source delivered_at"),
        new("public.record_fact", FieldLevel.Internal, "信用画像", "enterprise kind number on_day until_day known_on amount grade repaired_on objected_on objection_ended"),
        new("public.record_month", FieldLevel.Internal, "信用画像", "enterprise series month value known_on"),
        new("public.schema_migration", FieldLevel.Published, "平台运行", "number name checksum applied_at"),
        new("public.scheme_book", FieldLevel.Published, "风险补偿", "stream_id version changed_at code name owner document founded_on versions"),
        new("public.taken_key", FieldLevel.Internal, "事件日志", "kind key stream_id"),
        new("public.target_book", FieldLevel.Published, "汇总统计", "stream_id version changed_at metric scope base_date base end_date value source"),
        new("public.threshold_book", FieldLevel.Internal, "定价参考", "stream_id version changed_at bank max_rate loss_given_default reason set_by set_on", personal: "set_by"),
        new("public.view_stopped", FieldLevel.Internal, "平台运行", "name at stream_id version cause"),
        new("public.webhook", FieldLevel.Internal, "接口推送", "id bank url secret made_at made_by ended_at", personal: "made_by"),
        new("public.webhook_delivery", FieldLevel.Internal, "接口推送", "webhook bank seq tries next_at delivered_at given_up_at last_status last_error", kept: new("delivered_at", 180)),
    ];

    private static readonly HashSet<string> PersonalNames = [.. Tables.SelectMany(t => t.Personal).Where(c => c is not ("id" or "data" or "value" or "by"))];

    /// <summary>Whether a member of this name, written as a column is, says something of a natural person.</summary>
    public static bool IsPersonal(string column) => PersonalNames.Contains(column);
}
