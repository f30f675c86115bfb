using System.CommandLine;
using CreditLoan.Tool;

try
{
    return await Operator.Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception stopped) when (OperatorMessage.For(stopped) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
