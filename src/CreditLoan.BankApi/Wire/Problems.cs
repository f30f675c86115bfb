using System.Diagnostics;
using CreditLoan.Domain;
using CreditLoan.Ledger;

namespace CreditLoan.BankApi.Wire;

/// <summary>Every "no" on the wire (RFC 9457): a code that never changes, and one sentence in each language.</summary>
/// <param name="Code">The same code as in the audit trail and on the pages.</param>
/// <param name="Messages">By language: <c>zh</c>, <c>en</c>.</param>
/// <param name="Version">Of the resource, where it has moved since it was read.</param>
/// <param name="Changes">What happened to it since.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Code, string Detail, IReadOnlyDictionary<string, string> Messages, string TraceId, long? Version = null, IReadOnlyList<string>? Changes = null)
{
    public static readonly Problem Example = new(
        "http://localhost:5081/docs/problems#loan.above_outstanding", "Conflict", 409, "loan.above_outstanding", "The principal is more than what is owed.",
        new Dictionary<string, string> { ["zh"] = "本金超过剩余的 120,000.00 元。", ["en"] = "The principal is more than what is owed." }, "0af7651916cd43dd8448eb211c80319c");
}

public static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>The English sentence of every code, one a line.</summary>
    public static readonly IReadOnlyDictionary<string, string> English = Lines("english.tsv");

    /// <summary>The Chinese sentence of the codes that are the API's own; the others bring theirs along.</summary>
    private static readonly IReadOnlyDictionary<string, string> Own = Lines("chinese.tsv");

    public static IEnumerable<string> OwnCodes => Own.Keys;

    public static string Chinese(string code) => Own.GetValueOrDefault(code, code);

    /// <summary>The status of a rule's "no": what is another bank's is not there, what no consent covers is forbidden.</summary>
    public static int StatusOf(string code) => code switch
    {
        _ when code.EndsWith(".not_yours", StringComparison.Ordinal) || code.EndsWith(".not_your_loan", StringComparison.Ordinal) || code == "not_found" => StatusCodes.Status404NotFound,
        "profile.frequency" => StatusCodes.Status429TooManyRequests,
        _ when code.StartsWith("profile.", StringComparison.Ordinal) => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status409Conflict,
    };

    public static IResult Of(Refusal why) => new Answer(StatusOf(why.Code), why.Code, why.Sentence);

    public static IResult Of(int status, string code) => new Answer(status, code, Chinese(code));

    public static IResult Missing => Of(StatusCodes.Status404NotFound, "not_found");

    /// <summary>What is wrong with a request, in the field that it concerns.</summary>
    public static IResult Malformed(string where) => new Answer(StatusCodes.Status400BadRequest, "request.malformed", $"{Chinese("request.malformed")}（{where}）", where);

    /// <summary>The answer to a command that was not accepted.</summary>
    public static IResult Of(Outcome outcome, bool conditional) => outcome switch
    {
        Outcome.Refused refused => Of(refused.Why),
        Outcome.Moved moved => new Answer(conditional ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict, "moved", Chinese("moved"), Moved: moved),
        Outcome.OtherContent => Of(StatusCodes.Status422UnprocessableEntity, "idempotency.other_content"),
        _ => throw new UnreachableException(),
    };

    private static Dictionary<string, string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(Problems).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }

    private sealed record Answer(int Status, string Code, string Sentence, string? Where = null, Outcome.Moved? Moved = null) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var english = English.GetValueOrDefault(Code, Code) + (Where is null ? "" : $" ({Where})");
            var chinese = context.Request.Headers.AcceptLanguage.ToString() is { Length: > 0 } asked && !asked.StartsWith("en", StringComparison.OrdinalIgnoreCase) || context.Request.Headers.AcceptLanguage.Count == 0;
            var settings = context.RequestServices.GetRequiredService<ApiSettings>();
            context.Response.StatusCode = Status;
            context.Response.Headers.ContentLanguage = chinese ? "zh" : "en";
            return context.Response.WriteAsJsonAsync(
                new Problem($"{settings.Url}/docs/problems#{Code}", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status), Status, Code, chinese ? Sentence : english,
                    new Dictionary<string, string> { ["zh"] = Sentence, ["en"] = english }, Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier, Moved?.Version, Moved?.Changes),
                WireJson.Options, ContentType);
        }
    }
}
