namespace CreditLoan.Portal.Shell;

/// <summary>What nobody does without having been checked within five minutes (再次验证): consents, approvals, keys and roles.</summary>
/// <remarks><see cref="Session.Command"/> asks for it, whatever the page does; what is no command takes <see cref="Session.SteppedUpActor"/>.</remarks>
public static class StepUpActs
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>(StringComparer.Ordinal)
    {
        // Consents: what opens data, never what closes it.
        "consent.grant", "consent.resume", "consent.confirm",
        // Approvals and signatures.
        "credit_line.grant", "credit_line.renew", "credit_line.sign", "loan.write_off",
        "enrolment.confirm", "claim.approve", "claim.pay", "break.agree", "scheme.confirm-rule", "pool.open", "pool.close", "pool.allocate",
        "model.approve", "enterprise.accept-code",
        // Keys.
        "bank_client.propose", "bank_client.approve", "bank_client.turn_down", "bank_client.withdraw",
    };
}

/// <summary>The person has to be checked again first; the way there has begun.</summary>
public sealed class StepUpException() : Exception("The person was not checked within five minutes.");
