using System.Text;
using System.Xml.Linq;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace CreditLoan.Portal.Identity;

/// <summary>Keys of cookies and antiforgery tokens, in PostgreSQL, so that a restart or a second process knows them.</summary>
public sealed class ProtectionKeys(Database database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.Writer.OpenConnection();
        using var command = Sql.Of($"select xml from identity.data_protection_key order by kept_at").On(connection);
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read()) elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.Writer.OpenConnection();
        using var command = Sql.Of($"insert into identity.data_protection_key (name, xml, kept_at) values ({friendlyName}, {element.ToString(SaveOptions.DisableFormatting)}, {time.GetUtcNow()})").On(connection);
        command.ExecuteNonQuery();
    }
}

/// <summary>Wraps each key by the master key before it is stored.</summary>
public sealed class ProtectionKeyWrapper(MasterKey key) : IXmlEncryptor
{
    internal static readonly byte[] BoundTo = "data-protection"u8.ToArray();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("wrapped", Convert.ToBase64String(key.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), BoundTo))), typeof(ProtectionKeyUnwrapper));
}

/// <summary>Unwraps a stored key; made by name, from what the stored key says.</summary>
public sealed class ProtectionKeyUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<MasterKey>().Unwrap(Convert.FromBase64String(encryptedElement.Value), ProtectionKeyWrapper.BoundTo)));
}

/// <summary>Tells data protection of both.</summary>
public sealed class UseProtectionKeys(Database database, TimeProvider time, MasterKey key) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        options.XmlRepository = new ProtectionKeys(database, time);
        options.XmlEncryptor = new ProtectionKeyWrapper(key);
    }
}
