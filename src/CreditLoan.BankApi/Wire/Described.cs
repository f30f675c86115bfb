namespace CreditLoan.BankApi.Wire;

/// <summary>How an endpoint is described: its name, one line, what it answers.</summary>
public static class Described
{
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint.WithName(name).WithSummary(summary);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint) => endpoint.Produces<T>().Produces<Problem>(404, Problems.ContentType);

    /// <summary>A write: 200 or 201 with what it left behind, and every way of saying no.</summary>
    public static RouteHandlerBuilder Writes<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status).Produces<Problem>(400, Problems.ContentType).Produces<Problem>(404, Problems.ContentType)
            .Produces<Problem>(409, Problems.ContentType).Produces<Problem>(412, Problems.ContentType).Produces<Problem>(422, Problems.ContentType);
}
