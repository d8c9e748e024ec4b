using System.Net;
using System.Threading.RateLimiting;
using Meerkat.Engine.Admin;
using Meerkat.Server.Metrics;
using Microsoft.AspNetCore.Http;

namespace Meerkat.Server.Admin;

/// <summary>
/// Answers the requests of the HTTP API: commands, its own description, figures and health. Owned by <see cref="AdminServer"/>;
/// any thread.
/// </summary>
internal sealed class AdminHttp(Func<AdminRunner?> findRunner, INodeControl node, MetricsPage metrics, AdminToken? token) : IDisposable
{
    public const string CommandPath = "/api/v1/";
    public const string DescriptionPath = "/openapi.json";

    // A dashboard asks a few times a second; a script that runs away should be told so.
    private const int RequestsPerSecond = 100;

    private readonly PartitionedRateLimiter<IPAddress> _rate = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * RequestsPerSecond,
            TokensPerPeriod = RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    public async Task HandleAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var path = context.Request.Path.Value ?? "";
        context.Response.Headers.CacheControl = "no-store";
        if (address is not null && !_rate.AttemptAcquire(address).IsAcquired)
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too many requests; slow down").ConfigureAwait(false);
        }
        else if (path is "/health/live" or "/health/ready")
        {
            await AnswerHealthAsync(context.Response, path).ConfigureAwait(false);
        }
        else if (await IsAuthorizedAsync(context, address).ConfigureAwait(false))
        {
            await AnswerAsync(context, path).ConfigureAwait(false);
        }
    }

    public void Dispose() => _rate.Dispose();

    /// <summary>Who reaches the Unix socket is the server's own user; whoever comes by TCP needs the token.</summary>
    private async ValueTask<bool> IsAuthorizedAsync(HttpContext context, IPAddress? address)
    {
        if (address is null) return true;

        switch (token?.Check(address, context.Request.Headers.Authorization))
        {
            case TokenVerdict.Right:
                return true;
            case TokenVerdict.TooManyFailures:
                await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too many wrong tokens; wait a minute").ConfigureAwait(false);
                return false;
            default:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, "the token is missing or wrong").ConfigureAwait(false);
                return false;
        }
    }

    private async Task AnswerAsync(HttpContext context, string path)
    {
        if (path.StartsWith(CommandPath, StringComparison.Ordinal))
        {
            await AnswerCommandAsync(context, path[CommandPath.Length..]).ConfigureAwait(false);
        }
        else if (path is not ("/metrics" or DescriptionPath))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"there is nothing at {path}; see {DescriptionPath}").ConfigureAwait(false);
        }
        else if (!HttpMethods.IsGet(context.Request.Method))
        {
            await RefuseMethodAsync(context, HttpMethods.Get).ConfigureAwait(false);
        }
        else if (path == DescriptionPath)
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(OpenApiDocument.Write(), context.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            await metrics.AnswerAsync(context).ConfigureAwait(false);
        }
    }

    private async Task AnswerCommandAsync(HttpContext context, string path)
    {
        var slash = path.IndexOf('/');
        if (slash < 0 || !AdminCatalogue.TryFind(path[..slash], path[(slash + 1)..], out var command))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"there is no command {path}; see {DescriptionPath}").ConfigureAwait(false);
            return;
        }

        var method = AdminRequest.MethodOf(command);
        if (context.Request.Method != method)
        {
            await RefuseMethodAsync(context, method).ConfigureAwait(false);
            return;
        }

        // What a browser sends across sites without asking first is never JSON.
        if (HttpMethods.IsPost(method) && context.Request.ContentLength != 0 && !context.Request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "the body must be application/json").ConfigureAwait(false);
            return;
        }

        await RunAsync(context, command).ConfigureAwait(false);
    }

    private async Task RunAsync(HttpContext context, AdminCommand command)
    {
        if (findRunner() is not { } runner)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the server starts; try again").ConfigureAwait(false);
            return;
        }

        var (given, mistake) = await AdminRequest.ReadAsync(context.Request).ConfigureAwait(false);
        if (mistake is not null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, mistake).ConfigureAwait(false);
        }
        else if (!AdminArguments.TryRead(command, given, out var arguments, out var mistakes))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, string.Join('\n', mistakes)).ConfigureAwait(false);
        }
        else
        {
            var caller = new AdminCaller(context.Connection.RemoteIpAddress?.ToString() ?? "unix socket");
            var result = await runner.RunAsync(caller, command, arguments).ConfigureAwait(false);
            await AdminAnswer.WriteAsync(context.Response, command.Shape, result).ConfigureAwait(false);
        }
    }

    private async Task AnswerHealthAsync(HttpResponse response, string path)
    {
        var obstacle = path == "/health/live" ? null : await node.FindObstacleAsync().ConfigureAwait(false);
        response.StatusCode = obstacle is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(obstacle is null ? "ok\n" : $"{obstacle}\n").ConfigureAwait(false);
    }

    private static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, $"use {allowed}");
    }

    private static Task RefuseAsync(HttpContext context, int status, string why) =>
        AdminAnswer.WriteProblemAsync(context.Response, status, why);
}
