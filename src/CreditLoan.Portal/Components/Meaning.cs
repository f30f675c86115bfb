namespace CreditLoan.Portal.Components;

/// <summary>What a colour says: always with an icon and a word.</summary>
public enum Meaning
{
    /// <summary>Nothing to look at (平常).</summary>
    Plain = 0,
    /// <summary>Due soon, or to be looked at (留意).</summary>
    Soon = 1,
    /// <summary>Overdue, refused or failed (逾期, 拒绝, 出错).</summary>
    Bad = 2,
    /// <summary>Done (完成).</summary>
    Done = 3,
    /// <summary>Not in use, locked or waiting (停用, 等待).</summary>
    Off = 4,
}

public static class Meanings
{
    public static string Class(this Meaning meaning) => meaning switch
    {
        Meaning.Soon => "soon",
        Meaning.Bad => "bad",
        Meaning.Done => "done",
        Meaning.Off => "off",
        _ => "",
    };

    public static string Icon(this Meaning meaning) => meaning switch
    {
        Meaning.Soon => "clock",
        Meaning.Bad => "warn",
        Meaning.Done => "done",
        Meaning.Off => "clock",
        _ => "info",
    };
}
