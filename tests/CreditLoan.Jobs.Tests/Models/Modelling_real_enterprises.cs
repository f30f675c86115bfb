using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Models;
using CreditLoan.Jobs.Models;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Jobs.Records;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Models;

namespace CreditLoan.Jobs.Tests.Models;

/// <summary>The 82 labelled enterprises of the contest data 2020 C go through a whole project: 70 gave a consent that fits.</summary>
public class Modelling_real_enterprises
{
    private static readonly DateOnly Today = new(2020, 3, 2);
    private static readonly BankCode Bank = new("LJ01");
    private static readonly Actor Officer = new("lin", Role.BankOfficer, Bank.Value);
    private static readonly Actor Operator = new("shu", Role.DataOperator, "");
    private static readonly ModelProjectId Id = new("MX2020-001");

    private static readonly ModelProposal Proposal = new(
        Id, Bank, Officer.Account, "小微企业违约评分卡", "贷前评分", [DataClass.Invoices],
        new ModelTarget("是否违约", "以银行报送的违约标记为准", new(2020, 2, 28), new(2020, 3, 1)), ["sales_12m", "void_share", "gap_months"]);

    [Fact]
    public async Task Uses_those_with_a_live_consent_only_and_gives_the_same_result_again()
    {
        await using var db = await TestDatabase.Create();
        await new Cumcm2020cImport(db.Database, db.Store).Run(TestData.File("cumcm2020c"), (_, _) => { });
        var labels = await File.ReadAllLinesAsync(TestData.File("cumcm2020c", "enterprises_with_credit_record.csv"));
        var enterprises = labels.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))
            .Select(f => (Code: Cumcm2020cImport.CodeOf(int.Parse(f[0][1..])), Label: f[3])).ToArray();
        foreach (var (e, number) in enterprises.Select((e, i) => (e, i)))
        {
            await Grant(db, e.Code, Recipient.Platform, Purpose.Matching);
            // Of twelve: five never consent, four consent to another purpose, three to another bank.
            if (number % 7 == 0 && number < 84)
            {
                if (number is 14 or 21 or 28 or 35) await Grant(db, e.Code, Recipient.Bank(Bank), Purpose.PreLoanReview);
                if (number is 42 or 49 or 56) await Grant(db, e.Code, Recipient.Bank(new BankCode("NP02")), Purpose.JointModelling);
                continue;
            }
            await Grant(db, e.Code, Recipient.Bank(Bank), Purpose.JointModelling);
        }

        var text = string.Concat(enterprises.Select(e => $"{e.Code},{e.Label}\n"));
        var file = LabelledFile.Read(Encoding.UTF8.GetBytes($"统一社会信用代码,是否违约\n{text}"));
        Assert.True(file.Content.IsClean);
        await Change(db, Officer, p => ModelProjectDecisions.Propose(p, Officer, Proposal, Today));

        var aligned = await new ModelJob(db.Database).Align(Proposal, file, Today);
        Assert.Equal((82, 12, 0, 0), (aligned.Check.Lines, aligned.Check.WithoutConsent, aligned.Check.WithoutProfile, aligned.Check.Repeated));
        Assert.Equal(70, aligned.Sample.Rows);
        await Change(db, Operator, p => ModelProjectDecisions.CheckFile(p, Operator, aligned.Check, Today));

        // Who was founded after the day of observation was not there to be observed.
        await db.Execute($"update enterprise_book set founded_on = '2020-02-29' where code = '{aligned.Keys[0]}'");
        var without = (await new ModelJob(db.Database).Align(Proposal, file, Today)).Check;
        Assert.Equal((12, 1, 69), (without.WithoutConsent, without.WithoutProfile, without.Kept));
        await db.Execute($"update enterprise_book set founded_on = null where code = '{aligned.Keys[0]}'");

        // A run is reproduced from the sample as it was recorded, and from the sources.
        var fitted = ModelFitting.Run(CheckedSample.Read(aligned.Write()), number: 1, seed: 7);
        var (run, again) = (fitted.Run, ModelFitting.Run(await new ModelJob(db.Database).Align(Proposal, file, Today), number: 2, seed: 7).Run);
        Assert.Equal((run.Inputs, run.Result, run.Scorecard), (again.Inputs, again.Result, again.Scorecard));
        // All were observed from one day, so nothing can be said about later months, and nothing is.
        Assert.Null(fitted.Report.OutOfTime);
        Assert.True(run.Scorecard.AucLow < run.Scorecard.Auc && run.Scorecard.Auc < run.Scorecard.AucHigh);
        Assert.InRange(run.Scorecard.Auc.BasisPoints, 6_500, 9_800);
        await Change(db, Operator, p => ModelProjectDecisions.Record(p, Operator, run, Today));
        await Change(db, Operator, p => ModelProjectDecisions.Record(p, Operator, again, Today));

        var runs = new ModelRuns(db.Database.Writer, db.Reader);
        foreach (var number in new[] { 1, 2 }) await runs.Write(Id, number, fitted.Lines, fitted.Report, fitted.Challenger, ModelWork.Levels(aligned));
        Assert.Equal(fitted.Lines, await runs.Lines(Officer.AsViewer, Id, run.Number));
        Assert.Empty(await runs.Lines(Officer.AsViewer with { Tenant = "NP02" }, Id, run.Number));
        Assert.Null(await runs.Report(Officer.AsViewer with { Tenant = "NP02" }, Id, run.Number));

        // The stored report gives every enterprise the points of the scorecard that was fitted.
        var card = StoredCard.Of(fitted.Lines, (await runs.Report(Officer.AsViewer, Id, 1))!);
        Assert.Equal(fitted.Lines, Scoring.Scorecards.ScorecardTable.Of(card));
        Assert.Equal(70, fitted.Report.Scores.Sum(s => s.Good + s.Bad));
        Assert.Equal(70, fitted.Report.ScoreBasis.Sum());

        await Release(db);
        Assert.Equal(Id, Assert.Single(await runs.InUse(Today)).Project);
        var profiled = await new ProfileJob(db.Database, TimeProvider.System).RunDue(Today);
        Assert.True(profiled.Computed > 0);
        Assert.Equal(profiled.Computed, await db.Value<long>("select count(*) from profile_score where shadow is not null and detail ->> 'Model' = 'MX2020-001'"));
        Assert.Equal(0, (await new ProfileJob(db.Database, TimeProvider.System).RunDue(Today)).Computed);
        var bad = await db.Value<double>($"select avg(rate)::float8 from profile_score where enterprise = any('{{{string.Join(',', enterprises.Where(e => e.Label == "是").Select(e => e.Code.Value))}}}')");
        Assert.True(bad > await db.Value<double>("select avg(rate)::float8 from profile_score"));
    }

    private static async Task Release(TestDatabase db)
    {
        var (approver, leader) = (new Actor("he", Role.BankApprover, Bank.Value), new Actor("liang", Role.BureauLeader, ""));
        await Change(db, Officer, p => ModelProjectDecisions.Describe(p, Officer, new ModelCard("数据", "方法", "局限", "适用", "禁止"), Today));
        await Change(db, approver, p => ModelProjectDecisions.Approve(p, approver, Today, Today));
        await Change(db, leader, p => ModelProjectDecisions.Approve(p, leader, Today, Today));
    }

    private static async Task Grant(TestDatabase db, EnterpriseCode enterprise, Recipient recipient, Purpose purpose)
    {
        var id = new ConsentId(Guid.NewGuid().ToString("N"));
        var signer = new Actor("signer", Role.LegalRepresentative, enterprise.Value);
        var terms = new ConsentTerms(recipient, purpose, [DataClass.Invoices], [], new(Today.AddYears(-4), Today), ConsentMode.Query, new(1, FrequencyUnit.Whole), 0, Today, Today.AddMonths(6));
        var notice = new Notice("2026-1", ConsentText.Hash("告知书"));
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(signer, Today, "consent.grant", id), ConsentDoor.Stream(enterprise, recipient), Consent.Stream(id),
            (door, consent) => ConsentDecisions.Grant(door, consent, new Consent.Unknown(), signer, id, enterprise, terms, notice, ConsentText.SignInSession(id, enterprise, terms, notice, "signer"), ConsentText.IsSigned, null, Today)));
    }

    private static async Task Change(TestDatabase db, Actor by, Func<ModelProject, CreditLoan.Domain.Decision<ModelProjectEvent>> decide) =>
        Assert.IsType<Outcome.Done>(await db.Store.Change(Command.For(by, Today, "test", Guid.NewGuid()), ModelProject.Stream(Id), decide));
}
