using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Measure;

namespace Meerkat.LoadGen.Workers;

/// <summary>
/// How options and reports pass between the processes of one run. Not an interface: both ends are the same program.
/// </summary>
[JsonSourceGenerationOptions(Converters = [typeof(EndPointConverter)])]
[JsonSerializable(typeof(LoadOptions))]
[JsonSerializable(typeof(LoadReport))]
internal sealed partial class WorkerJson : JsonSerializerContext
{
    /// <summary>Targets are resolved by the first process, so that all take the same address.</summary>
    internal sealed class EndPointConverter : JsonConverter<EndPoint>
    {
        public override EndPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPEndPoint.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, EndPoint value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
