using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Storage;
using Xunit;

namespace Meerkat.Engine.Tests.Sasl;

public sealed class ScramKeyDerivationTests
{
    [Fact]
    public void Keys_of_a_password_have_the_lengths_of_their_hash()
    {
        Credentials credentials = ScramKeyDerivation.Derive("pencil", ScramKeyDerivation.MinIterations);

        AssertLengths(credentials.Sha1, 20);
        AssertLengths(credentials.Sha256, 32);
        AssertLengths(credentials.Sha512, 64);
    }

    [Fact]
    public void Salts_are_fresh()
    {
        Credentials one = ScramKeyDerivation.Derive("pencil", ScramKeyDerivation.MinIterations);
        Credentials other = ScramKeyDerivation.Derive("pencil", ScramKeyDerivation.MinIterations);

        ScramKeys[] keys = [one.Sha1, one.Sha256, one.Sha512, other.Sha1, other.Sha256, other.Sha512];

        Assert.Equal(6, keys.Select(static key => Convert.ToHexString(key.Salt)).Distinct().Count());
    }

    [Fact]
    public void Only_the_right_password_verifies()
    {
        Credentials credentials = ScramKeyDerivation.Derive("pencil", ScramKeyDerivation.MinIterations);

        Assert.True(ScramKeyDerivation.Verify(ScramHash.Sha1, "pencil"u8, credentials.Sha1));
        Assert.True(ScramKeyDerivation.Verify(ScramHash.Sha256, "pencil"u8, credentials.Sha256));
        Assert.True(ScramKeyDerivation.Verify(ScramHash.Sha512, "pencil"u8, credentials.Sha512));
        Assert.False(ScramKeyDerivation.Verify(ScramHash.Sha512, "Pencil"u8, credentials.Sha512));
    }

    [Fact]
    public void Derivation_follows_the_formulas_of_rfc5802()
    {
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] saltedPassword = Rfc2898DeriveBytes.Pbkdf2("pencil"u8, salt, 4096, HashAlgorithmName.SHA512, 64);

        ScramKeys keys = ScramKeyDerivation.DeriveKeys(ScramHash.Sha512, "pencil"u8, salt, 4096);

        Assert.Equal(SHA512.HashData(HMACSHA512.HashData(saltedPassword, "Client Key"u8)), keys.StoredKey);
        Assert.Equal(HMACSHA512.HashData(saltedPassword, "Server Key"u8), keys.ServerKey);
    }

    [Fact]
    public void Password_is_prepared()
    {
        Credentials credentials = ScramKeyDerivation.Derive("I\u00ADX", ScramKeyDerivation.MinIterations);

        Assert.True(ScramKeyDerivation.Verify(ScramHash.Sha1, "IX"u8, credentials.Sha1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret\u0007")]
    public void Prohibited_password_is_refused_without_showing_it(string password)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => ScramKeyDerivation.Derive(password, ScramKeyDerivation.MinIterations));

        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.False(ScramKeyDerivation.TryDerive(password, ScramKeyDerivation.MinIterations, out _));
    }

    [Fact]
    public void Too_few_iterations_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ScramKeyDerivation.Derive("pencil", ScramKeyDerivation.MinIterations - 1));
    }

    [Fact]
    public void Decoys_verify_no_password()
    {
        var decoys = new DecoyKeys(Encoding.ASCII.GetBytes("secret"), ScramKeyDerivation.MinIterations);

        ScramKeys keys = decoys.For(ScramHash.Sha1, "romeo@montague.example"u8);

        Assert.False(ScramKeyDerivation.Verify(ScramHash.Sha1, "pencil"u8, keys));
        AssertLengths(keys, 20);
    }

    private static void AssertLengths(ScramKeys keys, int hashBytes)
    {
        Assert.Equal(ScramKeyDerivation.SaltBytes, keys.Salt.Length);
        Assert.Equal(ScramKeyDerivation.MinIterations, keys.Iterations);
        Assert.Equal(hashBytes, keys.StoredKey.Length);
        Assert.Equal(hashBytes, keys.ServerKey.Length);
    }
}
