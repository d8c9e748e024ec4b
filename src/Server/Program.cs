using Meerkat.Server.Commands;

return await MeerkatCommand.RunAsync(args, CommandConsole.OfProcess()).ConfigureAwait(false);
