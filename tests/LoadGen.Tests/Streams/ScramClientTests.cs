using System.Security.Cryptography;
using Meerkat.LoadGen.Streams;
using Xunit;

namespace Meerkat.LoadGen.Tests.Streams;

public sealed class ScramClientTests
{
    private const string Sha1Challenge =
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";

    // RFC 5802 §5
    [Fact]
    public void Scram_sha1_follows_the_example_of_the_rfc()
    {
        var scram = Sha1();

        Assert.Equal("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL", scram.FirstMessage());
        Assert.True(scram.TryAnswer(Sha1Challenge, out var answer));
        Assert.Equal(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", answer);
        Assert.True(scram.IsServerProven("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    // RFC 7677 §3
    [Fact]
    public void Scram_sha256_follows_the_example_of_the_rfc()
    {
        var scram = new ScramClient(HashAlgorithmName.SHA256, "user", new SaltedPasswords("pencil"), "rOprNGfwEbeRWgbNEkqO");

        Assert.True(scram.TryAnswer(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", out var answer));
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            answer);
        Assert.True(scram.IsServerProven("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    [Theory]
    [InlineData("v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("v=not base64")]
    [InlineData("e=invalid-proof")]
    [InlineData("")]
    public void Scram_server_without_the_keys_is_not_proven(string serverFinal)
    {
        var scram = Sha1();
        scram.TryAnswer(Sha1Challenge, out _);

        Assert.False(scram.IsServerProven(serverFinal));
    }

    [Fact]
    public void Scram_server_is_not_proven_before_the_answer() =>
        Assert.False(Sha1().IsServerProven("v="));

    [Theory]
    [InlineData("")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawL,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=somebodyelse,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=!,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=0")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=-1")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=99999999")]
    [InlineData("m=ext,r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=4096")]
    public void Scram_challenge_that_breaks_the_rules_is_refused(string challenge) =>
        Assert.False(Sha1().TryAnswer(challenge, out _));

    [Fact]
    public void Scram_user_name_is_escaped() =>
        Assert.Equal(
            "n,,n=a=3Db=2Cc,r=x", new ScramClient(HashAlgorithmName.SHA1, "a=b,c", new SaltedPasswords("p"), "x").FirstMessage());

    [Fact]
    public void Scram_derives_once_for_a_salt()
    {
        var passwords = new SaltedPasswords("pencil");
        var first = Sha1(passwords);
        var second = Sha1(passwords);

        Assert.True(first.HasToDerive(Sha1Challenge));
        Assert.True(first.TryAnswer(Sha1Challenge, out var answer));
        Assert.False(second.HasToDerive(Sha1Challenge));
        Assert.True(second.HasToDerive(Sha1Challenge.Replace("4096", "4097", StringComparison.Ordinal)));
        Assert.True(second.HasToDerive(Sha1Challenge.Replace("s=QS", "s=QT", StringComparison.Ordinal)));

        Assert.True(second.TryAnswer(Sha1Challenge, out var again));
        Assert.Equal(answer, again);
        Assert.True(second.IsServerProven("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    [Fact]
    public void Scram_challenge_that_breaks_the_rules_needs_no_derivation() =>
        Assert.False(Sha1().HasToDerive("r=fyko+d2lbbFgONRv9qkxdawLx,s=!,i=4096"));

    private static ScramClient Sha1() => Sha1(new SaltedPasswords("pencil"));

    private static ScramClient Sha1(SaltedPasswords passwords) =>
        new(HashAlgorithmName.SHA1, "user", passwords, "fyko+d2lbbFgONRv9qkxdawL");
}
