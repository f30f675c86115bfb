using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Claims;

public sealed class Sending_a_paper(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private static ByteArrayContent Content(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return content;
    }

    private async Task<string> Claiming(string digest)
    {
        using var body = new StringContent($$"""{"scheme":"GZXD-2025","loan":"JJ-NONE","papers":[{"kind":"催收记录","name":"催收记录.pdf","digest":"{{digest}}"}]}""", Encoding.UTF8, "application/json");
        using var response = await sandbox.Bank.Send(HttpMethod.Post, "/v1/claims", body);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!;
    }

    [Fact]
    public async Task Keeps_it_once_by_its_digest_so_that_a_claim_can_name_it()
    {
        var bytes = Encoding.UTF8.GetBytes("%PDF-1.4 three letters, no answer");
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal("claim.papers_unknown", await Claiming(digest));
        foreach (var _ in new[] { 1, 2 })
        {
            using var sent = await sandbox.Bank.Send(HttpMethod.Post, "/v1/papers?name=a.pdf", Content(bytes));
            var paper = JsonNode.Parse(await sent.Content.ReadAsStringAsync())!;
            Assert.Equal((HttpStatusCode.Created, digest, "application/pdf", bytes.Length), (sent.StatusCode, (string)paper["digest"]!, (string)paper["mediaType"]!, (int)paper["bytes"]!));
        }
        Assert.Equal(1, await sandbox.Api.Db.Value<long>($"select count(*) from paper_content where digest = '{digest}'"));
        // The papers are there: what is wrong now is that the loan is in no scheme.
        Assert.Equal("enrolment.not_in_force", await Claiming(digest));
    }

    [Fact]
    public async Task Is_refused_where_it_is_no_document_whatever_its_name_says()
    {
        foreach (var bytes in new[] { Array.Empty<byte>(), Encoding.UTF8.GetBytes("MZ no paper") })
        {
            using var sent = await sandbox.Bank.Send(HttpMethod.Post, "/v1/papers?name=a.pdf", Content(bytes));
            Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
            Assert.Equal("request.malformed", (string)JsonNode.Parse(await sent.Content.ReadAsStringAsync())!["code"]!);
        }
    }
}
