namespace CreditLoan.Portal.Components;

/// <summary>What a form still lacks: one sentence a field, in the order in which the fields stand.</summary>
public sealed class FormErrors
{
    private readonly List<(string Field, string Label, string Sentence)> wrong = [];

    public bool Any => wrong.Count > 0;
    public int Count => wrong.Count;
    public IReadOnlyList<(string Field, string Label, string Sentence)> All => wrong;

    /// <summary>The sentence for one field; null where it is right.</summary>
    public string? this[string field] => wrong.FirstOrDefault(w => w.Field == field).Sentence;

    public void Clear() => wrong.Clear();

    /// <param name="field">The field's id.</param>
    /// <param name="label">Its label, for the summary.</param>
    /// <param name="sentence">How to mend it; null adds nothing.</param>
    public FormErrors Add(string field, string label, string? sentence)
    {
        if (sentence is not null) wrong.Add((field, label, sentence));
        return this;
    }
}
