using System.CommandLine;
using CreditLoan.Tool;

// Interrupted, a bench drops its database and a torture its cluster before it ends.
try
{
    return await Operator.Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(5) });
}
catch (Exception stopped) when (OperatorMessage.For(stopped) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
