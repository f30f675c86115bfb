using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Seeding;

/// <summary>Acts on the ledger in the name of invented people, through the same decisions as real ones; a refusal is a mistake in the story and stops it.</summary>
internal sealed class DemoStory(EventStore store, int seed)
{
    private long _acts;

    public long Acts => Interlocked.Read(ref _acts);

    public Task Do<S, E>(Actor by, DateOnly on, string act, EventStream<S, E> stream, Func<S, Decision<E>> decide) where S : class where E : class =>
        Check(store.Change(Command(by, on, act, stream.Id), stream, decide), act, stream.Id);

    public Task Do<S1, E1, S2, E2>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, Func<S1, S2, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class =>
        Check(store.Change(Command(by, on, act, first.Id), first, second, decide), act, first.Id);

    public Task Do<S1, E1, S2, E2, S3, E3>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, Func<S1, S2, S3, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class =>
        Check(store.Change(Command(by, on, act, first.Id), first, second, third, decide), act, first.Id);

    public Task Do<S1, E1, S2, E2, S3, E3, S4, E4>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, EventStream<S4, E4> fourth, Func<S1, S2, S3, S4, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class where S4 : class where E4 : class =>
        Check(store.Change(Command(by, on, act, first.Id), first, second, third, fourth, decide), act, first.Id);

    public Task<(S State, long Version)> Load<S, E>(EventStream<S, E> stream) where S : class where E : class => store.Load(stream);

    private Command Command(Actor by, DateOnly on, string act, string stream) => Ledger.Command.For(by, on, act, new { seed, stream, on });

    private async Task Check(Task<Outcome> acting, string act, string stream)
    {
        Interlocked.Increment(ref _acts);
        if (await acting is not Outcome.Done and var other)
            throw new InvalidOperationException($"The demonstration's {act} on {stream} was not accepted: {(other is Outcome.Refused r ? r.Why.Code + " " + r.Why.Sentence : other.ToString())}");
    }
}
