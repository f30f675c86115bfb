using Bunit;
using CreditLoan.Portal.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;

namespace CreditLoan.Portal.Tests;

public sealed class Choosing_a_file : BunitContext
{
    private static readonly InputFileContent File = InputFileContent.CreateFromText("借据号", "报送.csv");

    [Fact]
    public async Task Says_that_it_is_read_until_it_is()
    {
        var read = new TaskCompletionSource();
        var picker = Render<FilePicker>(p => p.Add(f => f.OnChange, _ => read.Task));
        var chosen = Task.Run(() => picker.FindComponent<InputFile>().UploadFiles(File)); // Comes back when the file was read.
        picker.WaitForAssertion(() => Assert.Equal("正在读取文件…", picker.Find("[role=status]").TextContent));
        read.SetResult();
        await chosen;
        picker.WaitForAssertion(() => Assert.Empty(picker.FindAll("[role=status]")));
    }

    [Fact]
    public void Hands_what_its_reading_throws_to_the_page()
    {
        var page = Render<ErrorBoundary>(b => b
            .Add(e => e.ErrorContent, problem => $"<p>{problem.Message}</p>")
            .AddChildContent<FilePicker>(p => p.Add(f => f.OnChange, EventCallback.Factory.Create<InputFileChangeEventArgs>(this, _ => throw new IOException("断了")))));
        page.FindComponent<InputFile>().UploadFiles(File);
        page.WaitForAssertion(() => Assert.Equal("断了", page.Find("p").TextContent));
    }
}
