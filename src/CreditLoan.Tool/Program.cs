using System.CommandLine;
using CreditLoan.Tool;
using CreditLoan.Tool.Benches;

var root = new RootCommand("xyd, the operator's tool of CreditLoan (信易贷).")
{
    DoctorCommand.Create(),
    BenchCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception stopped) when (OperatorMessage.For(stopped) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
