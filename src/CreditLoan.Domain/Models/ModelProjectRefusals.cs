namespace CreditLoan.Domain.Models;

/// <summary>Every "no" about a modelling project.</summary>
public static class ModelProjectRefusals
{
    public static readonly Refusal NotOfficer = new("model.not_officer", "只有银行的客户经理或审批人可以立项。");
    public static readonly Refusal OtherBank = new("model.other_bank", "只能以本人名义为本行立项。");
    public static readonly Refusal NumberUsed = new("model.number_used", "这个项目编号已经用过，请重新提交。");
    public static readonly Refusal Incomplete = new("model.incomplete", "请填写项目名称、用途、目标名称和坏样本定义。");
    public static readonly Refusal PeriodWrong = new("model.period_wrong", "特征截止日须早于表现期末，表现期末不能晚于今天。");
    public static readonly Refusal FeaturesMissing = new("model.features_missing", "请至少选择一个特征。");
    public static readonly Refusal NotOperator = new("model.not_operator", "核对文件和登记运行由数据管理员在数据安全屋内完成。");
    public static readonly Refusal NotAwaitingFile = new("model.not_awaiting_file", "项目当前不需要标签文件。");
    public static readonly Refusal FileMissing = new("model.file_missing", "银行还没有上传标签文件。");
    public static readonly Refusal StillWorking = new("model.still_working", "上一项作业还没有结束，请稍候。");
    public static readonly Refusal CountsDiffer = new("model.counts_differ", "入模与剔除的户数之和与文件行数不一致。");
    public static readonly Refusal NoChallenger = new("model.no_challenger", "这台服务器没有安装 XGBoost，不能训练挑战者；请系统管理员安装 libxgboost0 后重新登记运行。");
    public static readonly Refusal NotAwaitingRun = new("model.not_awaiting_run", "请先核对标签文件，再登记运行。");
    public static readonly Refusal RunNumberWrong = new("model.run_number_wrong", "运行序号须逐次加一，请刷新后重试。");
    public static readonly Refusal OtherSample = new("model.other_sample", "运行所用样本与核对过的标签文件不一致。");
    public static readonly Refusal NotReproduced = new("model.not_reproduced", "输入和随机种子与上次相同而结果不同，运行不可复现。");
    public static readonly Refusal NotYours = new("model.not_yours", "这不是本行的项目。");
    public static readonly Refusal NotAwaitingCard = new("model.not_awaiting_card", "项目当前不需要填写模型卡。");
    public static readonly Refusal CardIncomplete = new("model.card_incomplete", "模型卡的数据、方法、局限、适用范围和禁止用途都须填写。");
    public static readonly Refusal NotAwaitingApproval = new("model.not_awaiting_approval", "项目当前不在待批准状态。");
    public static readonly Refusal NotApprover = new("model.not_approver", "只有本行审批人、金融局领导或平台数据管理员可以办理。");
    public static readonly Refusal OwnProposal = new("model.own_proposal", "立项人不能批准自己的项目。");
    public static readonly Refusal SameInstitution = new("model.same_institution", "须由另一机构的人员批准。");
    public static readonly Refusal ReasonMissing = new("model.reason_missing", "请填写理由。");
    public static readonly Refusal NotInForce = new("model.not_in_force", "模型没有生效，无需撤回。");

    public static Refusal UnknownFeature(string key) => new("model.unknown_feature", $"“{key}”不是平台登记的特征，不能入模。");
    public static Refusal ClassMissing(string term) => new("model.class_missing", $"特征“{term}”所属的数据类别不在本项目的授权范围内。");
    public static Refusal TooFew(FileCheck check) => new("model.too_few",
        $"可入模 {check.Kept} 户，其中违约 {check.Bad} 户；违约与正常均须不少于 {ModelProjectDecisions.LeastOfEach} 户。");
    public static Refusal FileFaulty(int faults) => new("model.file_faulty", $"标签文件有 {faults} 处错误，请按错误工作簿改好后重新上传。");
    public static Refusal FromPast(DateOnly today) => new("model.from_past", $"生效日不能早于 {today:yyyy-MM-dd}。");
}
