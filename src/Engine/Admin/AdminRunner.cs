using Meerkat.Engine.Routing;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Admin;

/// <summary>
/// Runs commands for whoever may: checks the caller's right and the domains, and keeps the audit log. One per process; any
/// thread.
/// </summary>
public sealed class AdminRunner(AdminContext context)
{
    private readonly ILogger _logger = context.Services.Loggers.CreateLogger<AdminRunner>();

    private HostTable Hosts => context.Services.Hosts;

    public async ValueTask<AdminResult> RunAsync(AdminCaller caller, AdminCommand command, AdminArguments arguments)
    {
        var refusal = Check(caller, command, ref arguments);
        var result = refusal ?? await RunAsync(command, arguments).ConfigureAwait(false);
        if (!result.IsSuccess) AdminLog.Failed(_logger, caller.Name, command.FullName, result.Failure);
        else if (command.IsChange) AdminLog.Done(_logger, caller.Name, command.FullName, SubjectOf(command, arguments));
        return result;
    }

    private async ValueTask<AdminResult> RunAsync(AdminCommand command, AdminArguments arguments)
    {
        try
        {
            return await command.Run(context, arguments).ConfigureAwait(false);
        }
        catch (StoreException exception)
        {
            AdminLog.StoreFailed(_logger, exception, command.FullName);
            return AdminResult.Failed(AdminFailure.Busy, "the store failed; the log says why");
        }
        catch (Exception exception)
        {
            // Top of a request: a bug of ours must not end who asked.
            AdminLog.Crashed(_logger, exception, command.FullName);
            return AdminResult.Failed(AdminFailure.Internal, "the command failed; the log says why");
        }
    }

    private AdminResult? Check(AdminCaller caller, AdminCommand command, ref AdminArguments arguments)
    {
        if (command.Level > caller.Level) return Forbidden($"{command.FullName} is for administrators of the whole server");

        foreach (var (parameter, value) in arguments.Given)
        {
            if (!IsOfThisServer(parameter) || value is not Jid jid) continue;
            if (Hosts.Find(jid) is null)
                return AdminResult.NotFound($"{parameter.Name}: this server does not serve the domain of {jid}");
            if (caller.Domain is { } own && !jid.Domain.SequenceEqual(own.Domain))
                return Forbidden($"{parameter.Name}: {jid} is not of {own}");
        }

        if (caller.Domain is not null) arguments = Confine(command, arguments, caller.Domain);
        return null;
    }

    /// <summary>What a command does for all domains it does for the caller's alone.</summary>
    private static AdminArguments Confine(AdminCommand command, AdminArguments arguments, Jid domain)
    {
        var parameter = command.Parameters.FirstOrDefault(parameter => parameter.Type == AdminTypes.Domain);
        return parameter is null || arguments.Given.Any(given => given.Key == parameter) ? arguments : arguments.With(parameter, domain);
    }

    /// <summary>Others may be anybody's addresses.</summary>
    private static bool IsOfThisServer(AdminParameter parameter) =>
        parameter.Type == AdminTypes.Account || parameter.Type == AdminTypes.Session || parameter.Type == AdminTypes.Domain || parameter.Name == "from";

    private static AdminResult Forbidden(string why) => AdminResult.Failed(AdminFailure.Forbidden, why);

    /// <summary>The address that a command is about, for the log; no other argument goes there.</summary>
    private static string SubjectOf(AdminCommand command, AdminArguments arguments) =>
        command.Parameters.Where(IsOfThisServer)
            .Select(parameter => arguments.Given.FirstOrDefault(given => given.Key == parameter).Value as Jid)
            .FirstOrDefault(jid => jid is not null)?.ToString() ?? "-";
}
