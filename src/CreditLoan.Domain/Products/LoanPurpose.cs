namespace CreditLoan.Domain.Products;

/// <summary>What the money is for (贷款用途), from a closed list so that products and figures can be split by it.</summary>
public enum LoanPurpose
{
    /// <summary>采购原材料或商品.</summary>
    Materials = 1,
    /// <summary>日常周转.</summary>
    WorkingCapital = 2,
    /// <summary>购置设备.</summary>
    Equipment = 3,
    /// <summary>厂房或门店装修改造.</summary>
    Premises = 4,
    /// <summary>研发.</summary>
    Research = 5,
    /// <summary>支付工资.</summary>
    Wages = 6,
    /// <summary>履行订单或合同.</summary>
    Orders = 7,
    /// <summary>归还到期贷款 (续贷).</summary>
    Renewal = 8,
}
