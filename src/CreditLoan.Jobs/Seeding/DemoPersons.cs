using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Enterprises;

namespace CreditLoan.Jobs.Seeding;

/// <summary>Who stands for the invented enterprises (演示人员): invented too, with numbers that no real person can have.</summary>
public static class DemoPersons
{
    private static readonly string[] Family = ["陈", "李", "王", "周", "吴", "郑", "冯", "林", "黄", "马", "高", "唐"];
    private static readonly string[] Given = ["志远", "文静", "海燕", "子昂", "晓东", "丽华", "国强", "思远", "伟民", "雨桐", "建平", "秋云"];

    private static readonly string[] BankFamily = ["许", "邓", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "丁", "魏", "薛"];
    private static readonly string[] BankGiven = ["佳宁", "俊杰", "雅琴", "浩然", "美玲"];

    /// <summary>An invented person of a bank; sixty different ones.</summary>
    public static string Colleague(int number) => BankFamily[(number + number / 12) % 12] + BankGiven[number / 12 % 5];

    /// <summary>An invented person of an enterprise, the same for the same code. The number's region 99 and the phone's 100 are given to nobody.</summary>
    public static IReadOnlyDictionary<PersonalField, string> Of(EnterpriseCode code)
    {
        var random = new Random(code.Value.Aggregate(17, (sum, sign) => unchecked(sum * 31 + sign)));
        return new Dictionary<PersonalField, string>
        {
            [PersonalFields.Name] = Family[random.Next(Family.Length)] + Given[random.Next(Given.Length)],
            [PersonalFields.IdNumber] = $"999900{random.Next(1955, 2003)}{random.Next(1, 13):00}{random.Next(1, 29):00}{random.Next(10_000):0000}",
            [PersonalFields.Phone] = $"100{random.Next(100_000_000):00000000}",
        };
    }

    /// <summary>Names the legal representative of the first enterprises of the city and keeps the fields.</summary>
    public static async Task Make(Database database, EventStore store, PersonVault vault, int most, DateOnly today, CancellationToken stop = default)
    {
        var codes = new List<string>();
        await using (var command = database.Owner.CreateCommand($"select code from enterprise_book where stage = 'Active' order by code limit {most}"))
        await using (var reader = await command.ExecuteReaderAsync(stop))
            while (await reader.ReadAsync(stop)) codes.Add(reader.GetString(0));
        await Parallel.ForEachAsync(codes.Select(c => new EnterpriseCode(c)), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (code, _) =>
        {
            var (by, subject) = (new Actor($"{code}-legal", Role.LegalRepresentative, code.Value), new SubjectId($"P-{code}"));
            await vault.Keep(by, subject, Of(code));
            await store.Change(Command.For(by, today, "enterprise.name-person", subject), Enterprise.Stream(code), e => EnterpriseDecisions.NamePerson(e, by, subject, PersonKind.LegalRepresentative), stop);
        });
    }
}
