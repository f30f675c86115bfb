using System.Collections.Concurrent;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Closing;
using CreditLoan.Jobs.Pools;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Records;
using Npgsql;

namespace CreditLoan.Jobs.Seeding;

/// <summary>How large a demonstration city is to be, and on which day it stands.</summary>
public sealed record SeedPlan(int Seed, DateOnly Today, int Enterprises = 2_000, int Lines = 6_500);

/// <summary>Makes the demonstration city (演示城市): the same from the same seed and day, through the same decisions as real use.</summary>
public sealed class Seeder(Database database, EventStore store, SeedPlan plan, Action<string> say)
{
    private const string City = "澜江市";
    private static readonly Actor Data = Actor.Job("seed");
    private readonly DemoStory _story = new(store, plan.Seed);
    private readonly ConcurrentDictionary<int, SizeClass> _sizes = new();
    private readonly ConcurrentBag<DemoLoan> _loans = [];

    /// <summary>Fills an empty database.</summary>
    public async Task Run(CancellationToken stop = default)
    {
        await Mark(stop);
        say("登记银行、产品和 LPR …");
        foreach (var bank in DemoBanks.All) await Banks.Register(database.Writer, bank.Code, bank.Name, stop);
        foreach (var (name, purpose) in DemoBanks.All.SelectMany(bank => Enum.GetValues<Purpose>().Where(p => p is not Purpose.Matching).Select(p => (bank.Name, p))).Append((ConsentNotice.Platform, Purpose.Matching)))
            await ConsentNotice.Keep(database, name, purpose);
        await PublishLpr();
        await PublishProducts(stop);
        await SetTargets();

        say($"登记 {plan.Enterprises:#,##0} 家企业 …");
        var enterprises = Enumerable.Range(1, plan.Enterprises).Select(n => DemoEnterprise.Make(n, plan.Seed, plan.Today)).ToArray();
        await Apart(enterprises.Chunk(50), Register, stop);
        await All([plan.Enterprises + 1, plan.Enterprises + 2], HandInQuestionedCode, stop);

        say("公共信用数据：36 个月，全部类别 …");
        await Deliver(enterprises, stop);

        say($"{plan.Lines:#,##0} 笔申请：授信、放款、还款、逾期、核销 …");
        await Apart(Applications(enterprises).Chunk(10), Tell, stop);

        await using (var numbers = database.Owner.CreateCommand($"select setval('application_number', {plan.Lines + 1})")) await numbers.ExecuteNonQueryAsync(stop);

        say("风险补偿：四个机制、入库、补偿、追偿 …");
        var days = new DemoDays();
        var pools = new DemoPools(_story, days, new PaperStore(database), plan.Seed, plan.Today);
        await pools.Found();
        (DemoLoan Loan, int Number)[] bad = [.. _loans.OrderBy(l => l.BadSince ?? l.Payout.ValueDate).ThenBy(l => l.Id.ToString(), StringComparer.Ordinal).Select((l, i) => (l, i)).Where(l => l.l.BadSince is not null)];
        (DemoLoan Loan, int Number)[] good = [.. _loans.Where(l => l.BadSince is null).OrderBy(l => l.Id.ToString(), StringComparer.Ordinal).Select((l, i) => (l, 50_000 + i))];
        var claims = new ConcurrentDictionary<int, Func<Task>>();
        await All(bad.Concat(good), async item =>
        {
            if (await pools.Cover(item.Loan, item.Number) is { } claim) claims[item.Number] = claim;
        }, stop);
        say("银行文件：三个存量机制，带差异；一家银行的各种差错 …");
        var files = new DemoBankFiles(database, store, plan.Seed, plan.Today);
        // Claims fill a pool in the order of their days, and so they are paid.
        Func<Task>[] claimed = [.. claims.OrderBy(c => c.Key).Select(c => c.Value)];
        if (Mistakes(enterprises, days, pools) is { } mistakes) await files.Deliver(mistakes, () => days.Tell([.. claimed, () => mistakes.Tell(NotSmall())]), stop);
        else await days.Tell(claimed);
        await files.Deliver(stop);

        say("联合建模：授权、核对、运行、两方批准 …");
        await Model(enterprises, stop);

        say("信用画像：特征、标签、趋势、评分 …");
        await new ProfileJob(database, TimeProvider.System).RunDue(plan.Today, stop);

        say("日终 …");
        await new DailyClose(database, store, TimeProvider.System).Run(plan.Today, stop);

        say("汇总金融局指标 …");
        await new Followers(database.Writer, new SettledLog(database.Writer, store), [new BureauFollower()]).CatchUp(stop);
        say($"完成：{plan.Enterprises:#,##0} 家企业，{_loans.Count:#,##0} 笔借据，{_story.Acts:#,##0} 项操作。");
    }

    /// <summary>Told of the enterprise with the largest turnover that the open scheme covers; null while that scheme is too young.</summary>
    private DemoMistakes? Mistakes(DemoEnterprise[] enterprises, DemoDays days, DemoPools pools)
    {
        var drawn = DemoMistakes.DrawnOn(plan.Today);
        var borrower = enterprises.Where(e => e.RegisteredOn < drawn.AddDays(-30) && _sizes.GetValueOrDefault(e.Number) is SizeClass.Small or SizeClass.Medium)
            .Where(e => e.OnKeyList || _sizes[e.Number] == SizeClass.Small).OrderByDescending(e => e.Figures.Revenue?.Fen ?? 0).ThenBy(e => e.Number).FirstOrDefault();
        if (borrower is null || drawn < ShippedSchemes.All[0].From.AddDays(30)) return null;
        return new DemoMistakes(_story, days, pools, new StopRuleRun(database, store), borrower, _sizes[borrower.Number], plan.Lines, plan.Today);
    }

    /// <summary>A young loan of a medium enterprise that is on no list.</summary>
    private DemoLoan? NotSmall() => _loans.Where(l => l.Bank == DemoMistakes.Bank && l.End != DemoEnd.Reversed && l.Size == SizeClass.Medium && !l.Enterprise.OnKeyList && l.Payout.Security == Security.Unsecured)
        .Where(l => l.Payout.ValueDate >= ShippedSchemes.All[0].From && l.Payout.ValueDate < plan.Today.AddDays(-30)).OrderBy(l => l.Id.Number, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Seven in eight of the bank's borrowers let their data and their outcome be used for modelling; the others are left out of it.</summary>
    private async Task Model(DemoEnterprise[] enterprises, CancellationToken stop)
    {
        // A model needs ten defaults; a city as small as tests use has fewer, and no model.
        if (plan.Enterprises < 1_000) return;
        var model = new DemoModel(database, store, _story, plan.Seed, plan.Today);
        var labels = model.Labels(enterprises);
        await All(labels.Where(l => l.Enterprise.Number % 8 != 0),
            l => Consent(_story, l.Enterprise, $"M{l.Enterprise.Number:000000}", Recipient.Bank(model.By), Purpose.JointModelling, model.ConsentedOn, null), stop);
        await model.Tell(labels);
    }

    private static Task All<T>(IEnumerable<T> items, Func<T, Task> act, CancellationToken stop) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = 400, CancellationToken = stop }, async (item, _) => await act(item));

    /// <summary>Parts that share no stream, some of them in one go.</summary>
    private Task Apart<T>(IEnumerable<T[]> parts, Func<DemoStory, T, Task> tell, CancellationToken stop) => Parallel.ForEachAsync(
        parts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount + 2, CancellationToken = stop }, async (some, _) => await _story.Apart(async story =>
        {
            foreach (var one in some) await tell(story, one);
        }));

    private async Task Deliver(DemoEnterprise[] enterprises, CancellationToken stop)
    {
        var records = enterprises.Select(e => new DemoRecords(e, plan.Seed, plan.Today)).ToArray();
        var writer = new RecordWriter(database.Writer);
        await Task.WhenAll(
            writer.Write(records.SelectMany(r => r.Invoices()), stop),
            writer.Write(records.SelectMany(r => r.Months()), stop));
        await writer.Write(records.SelectMany(r => r.Facts()), stop);
        await writer.Cover([.. records.SelectMany(r => r.Coverage())], stop);
    }

    private async Task Mark(CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            insert into platform_fact (name, value) values ('name', '澜江信易贷'), ('full_name', '澜江市中小微企业融资信用服务平台'), ('city', '澜江市'), ('demonstration', 'true')
            on conflict (name) do update set value = excluded.value
            """);
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task PublishLpr()
    {
        Lpr[] published =
        [
            new(new(2023, 8, 21), Rate.Percent(3.45m), Rate.Percent(4.20m), "全国银行间同业拆借中心 2023-08-21 公告"),
            new(new(2024, 10, 21), Rate.Percent(3.10m), Rate.Percent(3.60m), "全国银行间同业拆借中心 2024-10-21 公告"),
            new(new(2025, 5, 20), Rate.Percent(3.00m), Rate.Percent(3.50m), "全国银行间同业拆借中心 2025-05-20 公告"),
        ];
        foreach (var lpr in published.Where(l => l.PublishedOn <= plan.Today))
            await _story.Do(Data, lpr.PublishedOn, "lpr.publish", LprSeries.Stream, s => LprDecisions.Publish(s, Data, lpr));
    }

    private async Task PublishProducts(CancellationToken stop)
    {
        var first = plan.Today.AddMonths(-36);
        await All(DemoBanks.Products(first.AddYears(1)), async product =>
        {
            var stream = Product.Stream(product.Id);
            var by = DemoBanks.All.First(b => b.Code == product.Id.Bank).Administrator;
            await _story.Do(by, first, "product.draft", stream, p => ProductDecisions.Draft(p, by, product.Id, product.Terms, first));
            await _story.Do(by, first, "product.publish", stream, p => ProductDecisions.Publish(p, by, product.Id, first));
            // The shelf life is a year at most: each year the bank puts it on again before it runs out.
            for (var on = first.AddMonths(11); on <= plan.Today; on = on.AddMonths(11))
            {
                var (day, terms) = (on, product.Terms with { Until = on.AddYears(1) });
                await _story.Do(by, day, "product.change", stream, p => ProductDecisions.Change(p, by, product.Id, terms, day));
            }
        }, stop);
    }

    private async Task SetTargets()
    {
        var analyst = new Actor("bureau-analyst", Role.BureauAnalyst, "");
        var (start, end) = (new DateOnly(plan.Today.Year - 1, 12, 31), new DateOnly(plan.Today.Year, 12, 31));
        var targets = new List<(Metric Metric, string Scope, DateOnly From, decimal Base, DateOnly To, decimal Value, string Source)>
        {
            (Metric.Disbursed, "东莞市（历史）", new(2020, 12, 31), 333.76m, new(2025, 12, 31), 1200m, "东莞市“十四五”社会信用体系建设规划，主要指标第 7 项"),
            (Metric.Disbursed, "广州市（历史）", new(2020, 12, 31), 0m, new(2023, 12, 31), 5000m, "穗府办函〔2020〕35号：力争全市“信易贷”融资规模超过 5000 亿元"),
            (Metric.Disbursed, City, start, 0m, end, 40m, "演示：澜江市年度任务"),
            (Metric.Granted, City, start, 0m, end, 48m, "演示：澜江市年度任务"),
            (Metric.Outstanding, City, start, 20m, end, 30m, "演示：澜江市年度任务"),
        };
        decimal[] shares = [0.24m, 0.18m, 0.14m, 0.11m, 0.10m, 0.08m, 0.07m, 0.05m, 0.03m];
        targets.AddRange(Cities.Demonstration.Districts.Select((d, i) => (Metric.Disbursed, d.Name, start, 0m, end, 40m * shares[i], "演示：区县分解任务")));
        foreach (var t in targets)
            await _story.Do(analyst, plan.Today, "target.set", Target.Stream(t.Metric, t.Scope), s => TargetDecisions.Set(
                s, analyst, t.Metric, t.Scope, t.From, Money.Wan(t.Base * 10_000m), t.To, Money.Wan(t.Value * 10_000m), t.Source));
    }

    private async Task Register(DemoStory story, DemoEnterprise e)
    {
        var stream = Enterprise.Stream(e.Code);
        await story.Do(e.Signer, e.RegisteredOn, "enterprise.register", stream, s => EnterpriseDecisions.Register(s, e.Signer, e.Registration, e.RegisteredOn));
        await story.Do(e.Signer, e.RegisteredOn, "enterprise.report-figures", stream, s => EnterpriseDecisions.ReportFigures(s, e.Signer, e.Figures, e.RegisteredOn));
        if (await story.Load(stream) is Enterprise.Active active) _sizes[e.Number] = active.Size;
        // Five in six let the platform use their data; the consent of the last twelve months is the one that holds.
        if (e.Number % 6 == 0) return;
        var on = e.RegisteredOn > plan.Today.AddMonths(-10) ? e.RegisteredOn : plan.Today.AddMonths(-10).AddDays(e.Number % 90);
        await Consent(story, e, $"P{e.Number:000000}", Recipient.Platform, Purpose.Matching, on, null);
    }

    /// <summary>Codes that fail the check character wait on the data desk for a second person.</summary>
    private Task HandInQuestionedCode(int number)
    {
        var e = DemoEnterprise.Make(number, plan.Seed, plan.Today);
        var wrong = new EnterpriseCode(e.Code.Value[..17] + (e.Code.Value[17] == '0' ? '1' : '0'));
        var signer = e.Signer with { Account = $"{wrong}-legal", Tenant = wrong.Value };
        return _story.Do(signer, plan.Today, "enterprise.register", Enterprise.Stream(wrong), s => EnterpriseDecisions.Register(s, signer, e.Registration with { Code = wrong }, plan.Today));
    }

    private async Task Consent(DemoStory story, DemoEnterprise e, string number, Recipient recipient, Purpose purpose, DateOnly on, string? application)
    {
        var id = new ConsentId($"A-{on.Year}-{number}");
        var scopes = Enum.GetValues<DataClass>().Where((_, i) => i < 6 || (e.Number + i) % 3 != 0).ToArray();
        var terms = new ConsentTerms(recipient, purpose, scopes, [], new DataRange(on.AddYears(-3), on.AddYears(1)), ConsentMode.View,
            new Frequency(recipient.IsPlatform ? 1 : 5, FrequencyUnit.Day), 0, on, on.AddMonths(12).AddDays(-1));
        var notice = ConsentNotice.Of(DemoBanks.NameOf(recipient), purpose);
        var signature = ConsentText.SignInSession(id, e.Code, terms, notice, e.Signer.Account);
        var stream = Domain.Consents.Consent.Stream(id);
        await story.Do(e.Signer, on, "consent.grant", ConsentDoor.Stream(e.Code, recipient), stream,
            (door, consent) => ConsentDecisions.Grant(door, consent, new Consent.Unknown(), e.Signer, id, e.Code, terms, notice, signature, ConsentText.IsSigned, application, on));
        // Nearly all have confirmed what they gave within the last weeks; what the others gave rests until they do.
        var confirmed = plan.Today.AddDays(-(e.Number % 60));
        if (confirmed > on && e.Number % 40 != 0) await story.Do(e.Signer, confirmed, "consent.confirm", stream, c => ConsentDecisions.Confirm(c, e.Signer, confirmed));
    }

    private sealed record Applying(DemoEnterprise Enterprise, CreditLineId Line, DateOnly On, int Which);

    /// <summary>All applications, numbered in the order of their days; the livelier enterprises make more.</summary>
    private IEnumerable<IGrouping<int, Applying>> Applications(DemoEnterprise[] enterprises)
    {
        var random = Chance.For(plan.Seed, 0, 5);
        var drafts = new List<(DemoEnterprise Enterprise, DateOnly On)>();
        while (drafts.Count < plan.Lines)
        {
            var e = enterprises[random.Next(enterprises.Length)];
            if (random.NextDouble() > 0.25 + 0.75 * e.Health) continue;
            var days = plan.Today.DayNumber - e.RegisteredOn.DayNumber;
            // More of late: volume grows.
            drafts.Add((e, e.RegisteredOn.AddDays((int)(days * Math.Pow(random.NextDouble(), 0.7)))));
        }
        return drafts.OrderBy(d => d.On).ThenBy(d => d.Enterprise.Number)
            .Select((d, i) => new Applying(d.Enterprise, CreditLineId.Numbered(d.On.Year, i + 1), d.On, i))
            .GroupBy(a => a.Enterprise.Number).ToList();
    }

    private async Task Tell(DemoStory story, IGrouping<int, Applying> applications)
    {
        var products = DemoBanks.Products(plan.Today).ToArray();
        var asked = new HashSet<(BankCode, Purpose)>();
        foreach (var a in applications)
        {
            var random = Chance.For(plan.Seed, a.Which, 6);
            var product = products[Math.Min(products.Length - 1, (int)(Math.Pow(random.NextDouble(), 1.3) * products.Length))];
            var bank = DemoBanks.All.First(b => b.Code == product.Id.Bank);
            if (a.On > plan.Today.AddMonths(-11) && asked.Add((bank.Code, Purpose.CreditApproval)))
                await Consent(story, a.Enterprise, $"{a.Which + 1:000000}", Recipient.Bank(bank.Code), Purpose.CreditApproval, a.On, a.Line.Value);
            var next = 0;
            var line = new LineStory(story, a.Enterprise, _sizes.GetValueOrDefault(a.Enterprise.Number), bank, product, random, plan.Today);
            await line.Tell(a.Line, new DemandId($"XQ-{a.On.Year}-{a.Which + 1:000000}"), a.On, loans: 1 + random.Next(6), () => new LoanId(bank.Code, $"JJ{a.On.Year}{a.Which:00000}{++next:00}"));
            foreach (var loan in line.Loans) _loans.Add(loan);
        }
    }
}
