using CreditLoan.Domain.BankClients;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.BankClients;

/// <summary>How keys of banks' systems are said in Chinese.</summary>
public static class ClientKeyWords
{
    public static string Of(ClientKeyStage stage) => stage switch
    {
        ClientKeyStage.Proposed => "待复核",
        ClientKeyStage.Active => "使用中",
        ClientKeyStage.TurnedDown => "不予启用",
        ClientKeyStage.Withdrawn => "已停用",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Meaning Meaning(ClientKeyStage stage) => stage switch
    {
        ClientKeyStage.Active => Components.Meaning.Done,
        ClientKeyStage.Proposed => Components.Meaning.Soon,
        ClientKeyStage.TurnedDown => Components.Meaning.Bad,
        _ => Components.Meaning.Off,
    };
}
