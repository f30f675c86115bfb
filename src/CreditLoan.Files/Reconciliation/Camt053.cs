using System.Text;
using System.Xml;

namespace CreditLoan.Files.Reconciliation;

/// <summary>Reads a bank's statement in ISO 20022 camt.053 (银行对账单) as rows of the bank's file, one row a transaction or closing balance.</summary>
/// <remarks>
/// Read forward once, DTDs refused, any version of the message. What is taken:
/// - an entry of the bank transaction code LDAS/FTLN/DDWN is a disbursement, LDAS/FTLN/PPAY a repayment, the proprietary code RCVR a recovery;
/// - a statement of a loan account (<c>Acct/Tp/Cd</c> is LOAN) gives a balance from its closing booked balance (CLBD);
/// - the loan's number is <c>Refs/Prtry</c> of type LOAN, else <c>Refs/EndToEndId</c>, else the loan account's number;
/// - the borrower is the organisation's id of the party at the other end, creditor of a disbursement and debtor of a repayment, else the loan account's owner;
/// - the product is <c>Refs/Prtry</c> of type PRODUCT; the day is the value date, else the booking date.
/// A row it cannot take is given with what stands there, so that the definition refuses the cell.
/// </remarks>
internal static class Camt053
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";

    /// <summary>So that a document may say that it is written in GBK.</summary>
    static Camt053() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IEnumerable<SourceRow> Rows(byte[] file, FileLimits limits, IReadOnlyList<string> header)
    {
        using var rows = Statements(file, limits, header).GetEnumerator();
        while (true)
        {
            SourceRow row;
            try
            {
                if (!rows.MoveNext()) yield break;
                row = rows.Current;
            }
            catch (XmlException)
            {
                row = SourceRows.Refused(0, "XML 文件已损坏或含有不接受的内容，无法读取。");
            }
            yield return row;
            if (row.Problem is not null) yield break;
        }
    }

    private static IEnumerable<SourceRow> Statements(byte[] file, FileLimits limits, IReadOnlyList<string> header)
    {
        using var xml = XmlReader.Create(new MemoryStream(file), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true,
            MaxCharactersFromEntities = 1024, MaxCharactersInDocument = limits.MaxBytes,
        });
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "Document" || !xml.NamespaceURI.StartsWith(Namespace, StringComparison.Ordinal))
        {
            yield return SourceRows.Refused(0, "这不是 ISO 20022 camt.053 对账单。");
            yield break;
        }
        yield return new SourceRow(1, [.. header.Select(name => new SourceCell(name, CellKind.Text))]);
        var number = 1;
        var statement = new Statement();
        var path = new XmlPath(xml, limits);
        while (path.Next())
        {
            foreach (var line in statement.Take(path)) yield return line.Row(++number);
            if (path.Problem is null) continue;
            yield return SourceRows.Refused(number, path.Problem);
            yield break;
        }
    }

    /// <summary>One line while it is read.</summary>
    internal sealed class Line
    {
        public string? Kind, Number, Party, Creditor, Debtor, Product, Amount, Currency, Day, Why;

        public SourceRow Row(int number) => new(number,
        [
            Cell(Kind), Cell(Number), Cell(Party), Cell(Product), Cell(Why ?? (Currency is null or "CNY" ? Amount : $"{Amount} {Currency}")), Cell(Day),
        ]);

        private static SourceCell Cell(string? text) => string.IsNullOrEmpty(text) ? SourceCell.Empty : new(text, CellKind.Text);
    }

    /// <summary>What is known so far of the statement, its balance, its entry and its transaction.</summary>
    private sealed class Statement
    {
        private string? _account, _accountType, _owner, _referenceType, _balanceType;
        private Line _balance = new(), _entry = new(), _transaction = new();
        private string? _domain, _family, _subFamily, _own, _status, _referred;
        private bool _reversal;
        private int _transactions;

        public IEnumerable<Line> Take(XmlPath path)
        {
            if (path.IsStart) Start(path.Name);
            else if (path.Text is { } text) Read(path, text);
            return path.IsEnd ? End(path.Name) : [];
        }

        private void Start(string name)
        {
            switch (name)
            {
                case "Stmt": (_account, _accountType, _owner) = (null, null, null); break;
                case "Bal": (_balance, _balanceType) = (new Line(), null); break;
                case "Ntry": (_entry, _transactions, _domain, _family, _subFamily, _own, _status, _reversal) = (new Line(), 0, null, null, null, null, null, false); break;
                case "TxDtls": (_transaction, _transactions) = (new Line(), _transactions + 1); break;
                case "Prtry": (_referenceType, _referred) = (null, null); break;
            }
        }

        private void Read(XmlPath path, string text)
        {
            var line = path.Has("TxDtls") ? _transaction : path.Has("Ntry") ? _entry : _balance;
            switch (path.Parent, path.Name)
            {
                case ("Othr", "Id") when path.Has("Acct") && !path.Has("Ntry") && path.Has("Ownr") && path.Has("OrgId"): _owner ??= text; break;
                case ("Othr", "Id") or ("Id", "IBAN") when path.Has("Acct") && !path.Has("Ntry") && !path.Has("Ownr") && !path.Has("Svcr"): _account ??= text; break;
                case ("Tp", "Cd") when path.Has("Acct") && !path.Has("Ntry"): _accountType = text; break;
                case ("CdOrPrtry", "Cd") when path.Has("Bal"): _balanceType = text; break;
                case ("Bal" or "Ntry" or "TxDtls" or "TxAmt", "Amt"): (line.Amount, line.Currency) = (text, path.Currency ?? line.Currency); break;
                case ("Dt" or "ValDt", "Dt" or "DtTm"): line.Day = Date(text); break;
                case ("BookgDt", "Dt" or "DtTm"): line.Day ??= Date(text); break;
                case ("Ntry", "Sts") or ("Sts", "Cd"): _status = text; break;
                case ("Ntry", "RvslInd"): _reversal = text is "true" or "1"; break;
                case ("Domn", "Cd"): _domain = text; break;
                case ("Fmly", "Cd"): _family = text; break;
                case ("Fmly", "SubFmlyCd"): _subFamily = text; break;
                case ("Prtry", "Cd") when path.Has("BkTxCd"): _own = text; break;
                case ("Refs", "EndToEndId") when text != "NOTPROVIDED": line.Number ??= text; break;
                case ("Prtry", "Tp") when path.Has("Refs"): _referenceType = text; break;
                case ("Prtry", "Ref") when path.Has("Refs"): _referred = text; break;
                case ("Othr", "Id") when path.Has("OrgId") && path.Has("Cdtr"): line.Creditor ??= text; break;
                case ("Othr", "Id") when path.Has("OrgId") && path.Has("Dbtr"): line.Debtor ??= text; break;
            }
        }

        private IEnumerable<Line> End(string name)
        {
            switch (name)
            {
                case "Prtry" when _referenceType == "LOAN": _transaction.Number = _referred; break;
                case "Prtry" when _referenceType == "PRODUCT": _transaction.Product = _referred; break;
                case "Bal" when _balanceType == "CLBD" && _accountType == "LOAN":
                    _balance.Kind = "余额";
                    _balance.Number = _account;
                    _balance.Party = _owner;
                    // A loan paid back in full has no balance to report.
                    if (_balance.Amount?.Trim('0', '.', ' ') is not "") return [_balance];
                    break;
                case "TxDtls": return [Finish(_transaction)];
                case "Ntry" when _transactions == 0: return [Finish(_entry)];
            }
            return [];
        }

        private Line Finish(Line line)
        {
            line.Kind = (_own, _domain, _family, _subFamily) switch
            {
                ("RCVR", _, _, _) => "追偿",
                (_, "LDAS", "FTLN", "DDWN") => "放款",
                (_, "LDAS", "FTLN", "PPAY") => "还款",
                _ => string.Join('/', new[] { _domain, _family, _subFamily, _own }.Where(c => c is not null)),
            };
            line.Number ??= _accountType == "LOAN" ? _account : null;
            line.Party = (line.Kind == "放款" ? line.Creditor : line.Debtor) ?? _owner;
            line.Day ??= _entry.Day;
            // One transaction of an entry may leave its amount to the entry; several may not.
            if (line.Amount is null && _transactions == 1) (line.Amount, line.Currency) = (_entry.Amount, _entry.Currency);
            line.Currency ??= _entry.Currency;
            line.Why = _reversal ? "冲正分录，请报送更正后的金额" : _status is null or "BOOK" ? null : $"未入账分录（{_status}）";
            return line;
        }

        /// <summary>The day of a date or of a moment.</summary>
        private static string Date(string text) => text.Length > 10 && text[10] == 'T' ? text[..10] : text;
    }

    /// <summary>Walks through the elements below the root and knows which are open.</summary>
    private sealed class XmlPath(XmlReader xml, FileLimits limits)
    {
        private const int Deepest = 40;
        private readonly List<string> _open = [xml.LocalName];

        public bool IsStart { get; private set; }
        public bool IsEnd { get; private set; }
        /// <summary>The element that starts, has text or ends.</summary>
        public string Name { get; private set; } = "";
        public string Parent => _open.Count < 2 ? "" : _open[^2];
        public string? Text { get; private set; }
        public string? Currency { get; private set; }
        public string? Problem { get; private set; }

        public bool Has(string element) => _open.Contains(element);

        /// <summary>Moves to the next start, text or end of an element.</summary>
        public bool Next()
        {
            (IsStart, IsEnd, Text) = (false, false, null);
            while (xml.Read())
            {
                Name = xml.LocalName;
                switch (xml.NodeType)
                {
                    case XmlNodeType.Element:
                        Currency = xml.GetAttribute("Ccy");
                        IsStart = true;
                        if (!xml.IsEmptyElement) _open.Add(Name);
                        if (_open.Count > Deepest) Problem = "XML 嵌套过深，不予接收。";
                        return true;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        (Name, Text) = (_open[^1], xml.Value.Trim());
                        if (Text.Length > limits.MaxFieldLength) Problem = $"一个字段超过 {limits.MaxFieldLength} 个字。";
                        return true;
                    case XmlNodeType.EndElement:
                        _open.RemoveAt(_open.Count - 1);
                        IsEnd = true;
                        return true;
                }
            }
            return false;
        }
    }
}
